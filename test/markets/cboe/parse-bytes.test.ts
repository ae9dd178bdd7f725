import fc from 'fast-check';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { readDocumentBytes } from '../../../src/markets/cboe/parse-bytes.ts';
import { readDocument } from '../../../src/markets/cboe/parse-json.ts';
import { type CboeDocument, type CboeRow, spxDocument } from '../../support/cboe-fixtures.ts';

const SEEN_MS = Date.parse('2025-06-11T18:46:00Z');

function bothWays(text: string) {
  return {
    scanned: readDocumentBytes(Buffer.from(text), SEEN_MS),
    parsed: readDocument(JSON.parse(text), SEEN_MS),
  };
}

/** Anything that JSON can say, with strings that a scanner of bytes could stumble over. */
const value = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    false,
    0,
    -0,
    '',
    '}',
    '{',
    ']',
    '"',
    '\\',
    '\u00e9',
    '\ud83d',
  ),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
  fc.string(),
  fc.jsonValue({ maxDepth: 2 }),
);

const key = fc.constantFrom(
  ...[
    'option',
    'bid',
    'ask',
    'iv',
    'open_interest',
    'volume',
    'bid_size',
    'delta',
    'b}d',
    'options',
  ],
);

/** A row whose keys stand in another order, some with another value. */
const change = fc.record({
  row: fc.nat(17),
  fields: fc.array(fc.tuple(key, value), { maxLength: 4 }),
  reversed: fc.boolean(),
});

function changed(
  changes: readonly { row: number; fields: [string, unknown][]; reversed: boolean }[],
) {
  const document = spxDocument();
  for (const { row, fields, reversed } of changes) {
    const old = Object.entries(document.data.options[row] ?? {});
    const entries = [...(reversed ? old.reverse() : old), ...fields];
    document.data.options[row] = Object.fromEntries(entries);
  }
  return document;
}

describe('a document read from its bytes', () => {
  it('says what JSON.parse says of it, whatever its rows hold and however it is laid out', () => {
    const layouts = fc.constantFrom<string | number>('', 1, '\t', '\r\n');
    fc.assert(
      fc.property(fc.array(change, { maxLength: 5 }), layouts, (changes, layout) => {
        const { scanned, parsed } = bothWays(JSON.stringify(changed(changes), null, layout));
        expect(scanned).toEqual(parsed);
      }),
      { numRuns: 500 },
    );
  });

  it('has the very numbers of JSON.parse, in every way of writing them', () => {
    const digits = (count: number) => fc.bigInt({ min: 0n, max: 10n ** BigInt(count) }).map(String);
    const written = fc.oneof(
      fc.double({ noNaN: true, min: 0, max: 1e4 }).map(String),
      fc.tuple(fc.nat(9_999), digits(20)).map(([whole, decimals]) => `${whole}.${decimals}`),
      fc.tuple(fc.nat(), fc.integer({ min: -320, max: 5 })).map(([whole, e]) => `${whole}e${e}`),
      digits(30),
    );
    fc.assert(
      fc.property(written, (number) => {
        const text = JSON.stringify(spxDocument()).replace(/"ask":[\d.]+/, `"ask":${number}`);
        const { scanned, parsed } = bothWays(text);
        expect(scanned).toEqual(parsed);
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, (document: CboeDocument) => string]>([
    [
      'two lists of options',
      (document) => `{"options":[{"option":"x"}],${JSON.stringify(document).slice(1)}`,
    ],
    [
      'its options after its own fields',
      ({ data: { options, ...data }, ...rest }) =>
        JSON.stringify({ ...rest, data: { ...data, options } }),
    ],
    [
      'a later list that wins',
      (document) =>
        JSON.stringify(document).replace(/\}\s*$/, ',"data":{"options":[],"current_price":1}}'),
    ],
    [
      'no options',
      (document) => JSON.stringify({ ...document, data: { ...document.data, options: [] } }),
    ],
    [
      'a list of other things',
      (document) =>
        JSON.stringify({
          ...document,
          data: { ...document.data, options: [1, null, [], 'x', {}] },
        }),
    ],
    [
      'a key twice in a row',
      (document) => JSON.stringify(document).replace('"bid":', '"iv":9,"bid":'),
    ],
    [
      'its list under another key, and a text in its place',
      (document) =>
        JSON.stringify({
          options: document.data.options,
          data: { ...document.data, options: 'none' },
        }),
    ],
    ['a name with an escape', (document) => JSON.stringify(document).replace('"SPX', '"\\u0053PX')],
    [
      'a key with an escape',
      (document) => JSON.stringify(document).replace('"bid":', '"\\u0062id":'),
    ],
    [
      'no last trade of its underlying',
      (document) =>
        JSON.stringify({ ...document, data: { ...document.data, last_trade_time: null } }),
    ],
    ['a byte order of its own', (document) => ` \n${JSON.stringify(document)}\n `],
  ])('says what JSON.parse says of one with %s', (_, write) => {
    const { scanned, parsed } = bothWays(write(spxDocument()));
    expect(scanned).toEqual(parsed);
  });

  it.each([
    '',
    'null',
    '[]',
    '<html>',
    '{"data":{"options":[',
    '{"data":{"options":[{"option":"SPX25',
  ])('is refused with a reason where it is no whole document: %s', (text) => {
    const read = readDocumentBytes(Buffer.from(text), SEEN_MS);
    expect(read.ok ? '' : read.failure).toMatch(/it is not JSON|no list of options/);
  });

  it('that ends in the middle of any row is refused', () => {
    const text = JSON.stringify(spxDocument());
    fc.assert(
      fc.property(fc.nat(text.length - 2), (length) => {
        expect(readDocumentBytes(Buffer.from(text.slice(0, length)), SEEN_MS).ok).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  it('leaves its rows to no one else', () => {
    const text = JSON.stringify(spxDocument());
    const parse = vi.spyOn(JSON, 'parse');
    onTestFinished(() => parse.mockRestore());
    expect(readDocumentBytes(Buffer.from(text), SEEN_MS).ok).toBe(true);
    expect(parse.mock.calls.map(([each]) => each.length < text.length / 10)).toEqual([true]);
  });

  it('keeps the volume of each contract, and none where it is not a number', () => {
    const document = spxDocument();
    const rows: CboeRow[] = document.data.options;
    rows[1] = { ...rows[1], volume: 'many' };
    const read = readDocumentBytes(Buffer.from(JSON.stringify(document)), SEEN_MS);
    const [first, second] = read.ok ? read.value.parsed.chain.contracts : [];
    expect(first?.volume).toBe(rows[0]?.volume);
    expect(second).toBeDefined();
    expect(second).not.toHaveProperty('volume');
  });
});
