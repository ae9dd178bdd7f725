import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { ok, type Result } from '../../../src/core/result.ts';
import { readDocumentBytes } from '../../../src/markets/cboe/parse-bytes.ts';
import { parseCboeCsv } from '../../../src/markets/cboe/parse-csv.ts';
import { parseCboeJson } from '../../../src/markets/cboe/parse-json.ts';
import { looksLikeCboeCsv, looksLikeCboeJson } from '../../../src/markets/cboe/recognise.ts';
import { calibrate } from '../../../src/markets/us-options/calibrate.ts';
import { describeCaveat } from '../../../src/markets/us-options/describe-caveat.ts';
import type { UsChain } from '../../../src/markets/us-options/us-chain.ts';
import { cboeFixture, spxDocument } from '../../support/cboe-fixtures.ts';
import { nonFiniteNumbersIn } from '../../support/finite.ts';
import { withJunk } from '../../support/junk-json.ts';

const JSON_TEXT = cboeFixture('spx.json');
const SEEN_MS = Date.parse('2025-06-11T18:46:00Z');

/** Texts that may stand where a JSON value belongs. */
const junk = fc.constantFrom(
  ...['null', '0', '-0', '-1', '1e400', '-1e400', '1e308', '5e-324', '9007199254740993', '""'],
  ...['"NaN"', '"60.1"', 'true', '[]', '{}', '[[[]]]', '{"__proto__":{"strike":1}}'],
  ...['"SPX990230C00000001"', '"SPX000101P99999999"', '"constructor"', '"2099-12-31 23:59:59"'],
  ...['"2000-01-01T00:00:00"', '"24:61:00"', '"23:59:59"', '"0000-00-00 00:00:00"'],
);

/** A text with a few pieces cut out, doubled or overwritten. */
function damaged(text: string): fc.Arbitrary<string> {
  const piece = fc.record({
    at: fc.nat(text.length),
    length: fc.nat(30),
    insert: fc.oneof(fc.string({ maxLength: 6 }), fc.constantFrom(',', '"', '\n', '-', '1e999')),
  });
  return fc
    .array(piece, { minLength: 1, maxLength: 5 })
    .map((pieces) =>
      pieces.reduce(
        (now, { at, length, insert }) => now.slice(0, at) + insert + now.slice(at + length),
        text,
      ),
    );
}

function expectFiniteOrReason(parsed: Result<UsChain, string>): void {
  expect(nonFiniteNumbersIn(parsed)).toEqual([]);
  if (!parsed.ok) {
    expect(parsed.failure).toMatch(/^\S.{9,300}[^.]$/s);
    return;
  }
  const { counts, chain, caveats } = parsed.value;
  const { listed, read, unreadable, adjusted, foreign, duplicate, contradicted } = counts;
  expect(read + unreadable + adjusted + foreign + duplicate + contradicted).toBe(listed);
  expect(chain.contracts).toHaveLength(read);
  for (const caveat of caveats) expect(describeCaveat(caveat)).toMatch(/^\S.*[^.]$/s);
  const calibrated = calibrate(parsed.value, 0);
  expect(nonFiniteNumbersIn(calibrated.chain)).toEqual([]);
  expect(nonFiniteNumbersIn(calibrated.vols)).toEqual([]);
  expect(nonFiniteNumbersIn([...calibrated.forwards.values()])).toEqual([]);
  const clean = cleanChain(calibrated.chain);
  expect(nonFiniteNumbersIn([...clean.vol, ...clean.dividendYield, ...clean.years])).toEqual([]);
}

describe('mutated documents', () => {
  it('are a chain of finite numbers that accounts for every row, or a reason', () => {
    const changes = fc.array(fc.tuple(fc.nat(10_000), junk), { minLength: 1, maxLength: 8 });
    const texts = fc.oneof(
      changes.map((list) =>
        list.reduce((now, [nth, value]) => withJunk(now, nth, value), JSON_TEXT),
      ),
      damaged(JSON_TEXT),
    );
    fc.assert(
      fc.property(texts, (text) => {
        const read = readDocumentBytes(Buffer.from(text), SEEN_MS);
        expectFiniteOrReason(read.ok ? ok(read.value.parsed) : read);
      }),
      { numRuns: 2_000 },
    );
  });

  it('never lose the chain through one row', () => {
    fc.assert(
      fc.property(fc.nat(10_000), junk, (place, value) => {
        const document = spxDocument();
        const rows: unknown[] = document.data.options;
        const index = place % rows.length;
        const row = JSON.stringify(rows[index], null, 1);
        rows[index] = JSON.parse(withJunk(row, place, value));
        const parsed = parseCboeJson(document);
        expect(parsed.ok && parsed.value.counts.read).toBeGreaterThanOrEqual(rows.length - 1);
      }),
      { numRuns: 300 },
    );
  });
});

describe('mutated downloads', () => {
  it.each(['english-us.csv', 'french.csv', 'spreadsheet.csv', 'adjusted-root.csv'])(
    'are a chain of finite numbers that accounts for every row, or a reason: %s',
    (name) => {
      fc.assert(
        fc.property(damaged(cboeFixture(name)), (text) => expectFiniteOrReason(parseCboeCsv(text))),
        { numRuns: 300 },
      );
    },
  );
});

describe('recognising the venue', () => {
  it('knows its documents and downloads in every dialect, and no others', () => {
    expect(looksLikeCboeJson(spxDocument())).toBe(true);
    expect(looksLikeCboeJson({ data: { options: null } })).toBe(true);
    for (const other of [null, 1, [], {}, { contracts: [] }, { result: [] }, { data: [] }]) {
      expect(looksLikeCboeJson(other)).toBe(false);
    }
    const dialects = ['english-us', 'english-uk', 'spanish', 'french', 'russian', 'spreadsheet'];
    for (const name of dialects) {
      expect(looksLikeCboeCsv(cboeFixture(`${name}.csv`))).toBe(true);
      expect(looksLikeCboeCsv(cboeFixture(`${name}.csv`).replace(/.*Last:.*/, ''))).toBe(true);
    }
    for (const other of ['', JSON_TEXT, 'a,b,c\n1,2,3', '<html>Last: 1</html>']) {
      expect(looksLikeCboeCsv(other)).toBe(false);
    }
  });
});
