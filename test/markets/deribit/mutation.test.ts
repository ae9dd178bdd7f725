import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseBookSummaryDocument } from '../../../src/markets/deribit/index.ts';
import { parseBook, parseInstruments } from '../../../src/markets/deribit/parse.ts';
import {
  parseDeliveryPrice,
  parseFutures,
  parseVolIndex,
} from '../../../src/markets/deribit/side-prices.ts';
import { deribitFixture } from '../../support/deribit-fixtures.ts';
import { nonFiniteNumbersIn } from '../../support/finite.ts';
import { parsedOrNull, withJunk } from '../../support/junk-json.ts';

const INVERSE = { kind: 'inverse', prefix: 'BTC' } as const;
const LINEAR = { kind: 'linear', prefix: 'SOL_USDC' } as const;
const SUMMARY = deribitFixture('get_book_summary_by_currency');
const INSTRUMENTS = deribitFixture('get_instruments');

/** JSON texts that a venue may put where another value belongs. */
const junk = fc.constantFrom(
  ...['null', '0', '-0', '-1', '1e400', '-1e400', '1e308', '5e-324', '9007199254740993', '""'],
  ...['"NaN"', '"60.1"', 'true', '[]', '{}', '[[[]]]', '{"__proto__":{"strike":1}}'],
  ...['"BTC-1JAN00-1-C"', '"BTC-99DEC99-999999999-P"', '"constructor"'],
);

const mutation = (text: string) =>
  fc
    .array(fc.tuple(fc.nat(10_000), junk), { minLength: 1, maxLength: 8 })
    .map((changes) => changes.reduce((now, [nth, value]) => withJunk(now, nth, value), text));

/** A byte changed anywhere; what is no longer JSON never reaches the parser. */
const byteMutation = (text: string) =>
  fc.tuple(fc.nat(text.length - 1), fc.integer({ min: 32, max: 126 })).map(([at, code]) => {
    return text.slice(0, at) + String.fromCharCode(code) + text.slice(at + 1);
  });

/** The result of an envelope, whatever became of it. */
function resultIn(document: unknown): unknown {
  return typeof document === 'object' && document !== null && 'result' in document
    ? document.result
    : null;
}

describe('mutated Deribit answers', () => {
  it('are a chain of finite numbers or a reason', () => {
    const texts = fc.oneof(mutation(SUMMARY), byteMutation(SUMMARY));
    fc.assert(
      fc.property(texts, (text) => {
        const result = parseBookSummaryDocument(parsedOrNull(text));
        expect(nonFiniteNumbersIn(result)).toEqual([]);
        if (!result.ok) expect(result.failure).toMatch(/\w/);
        else expect(() => new Date(result.value.asOfMs).toISOString()).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it('never lose the chain through one row', () => {
    const nth = fc.nat(10_000);
    fc.assert(
      fc.property(nth, junk, (place, value) => {
        const rows = JSON.parse(SUMMARY).result;
        const index = place % rows.length;
        rows[index] = JSON.parse(withJunk(JSON.stringify(rows[index], null, 1), place, value));
        const book = parseBook(rows, INVERSE, new Map());
        expect(book.ok && book.value.contracts.length).toBeGreaterThanOrEqual(rows.length - 1);
        expect(book.ok && book.value.asOfMs).toBe(1_764_579_600_120);
      }),
      { numRuns: 500 },
    );
  });

  it('of instruments never spoil a chain', () => {
    const summary = JSON.parse(SUMMARY).result;
    fc.assert(
      fc.property(mutation(INSTRUMENTS), (text) => {
        const listed = parseInstruments(JSON.parse(text).result);
        const book = parseBook(summary, INVERSE, listed.ok ? listed.value : new Map());
        expect(nonFiniteNumbersIn(book)).toEqual([]);
        expect(book.ok).toBe(true);
      }),
      { numRuns: 500 },
    );
  });

  it('in USDC are a chain of finite numbers or a reason, never in another unit', () => {
    const listed = parseInstruments(JSON.parse(deribitFixture('instruments_USDC')).result);
    const sizes = listed.ok ? listed.value : new Map();
    const summary = deribitFixture('options_USDC');
    fc.assert(
      fc.property(fc.oneof(mutation(summary), byteMutation(summary)), (text) => {
        const document = parsedOrNull(text);
        const result = resultIn(document);
        const book = parseBook(result, LINEAR, sizes);
        expect(nonFiniteNumbersIn(book)).toEqual([]);
        if (!book.ok) expect(book.failure).toMatch(/\w/);
      }),
      { numRuns: 2_000 },
    );
  });

  it('of contract sizes cost a contract, never guess one', () => {
    const summary = JSON.parse(deribitFixture('options_USDC')).result;
    fc.assert(
      fc.property(mutation(deribitFixture('instruments_USDC')), (text) => {
        const listed = parseInstruments(JSON.parse(text).result);
        const sizes = listed.ok ? listed.value : new Map();
        const book = parseBook(summary, LINEAR, sizes);
        expect(nonFiniteNumbersIn(book)).toEqual([]);
        const counted = book.ok ? book.value.contracts.length + book.value.invalidRows : 4;
        expect(counted).toBe(4);
      }),
      { numRuns: 500 },
    );
  });

  it('beside a chain are positive prices or nothing', () => {
    const parsers = [
      ['futures_BTC', (result: unknown) => parseFutures(result, 'BTC')],
      ['volatility_index_BTC', (result: unknown) => ({ vol: parseVolIndex(result) })],
      [
        'delivery_prices_btc_usd',
        (result: unknown) => ({ usd: parseDeliveryPrice(result, '2025-12-01') }),
      ],
    ] as const;
    for (const [name, parse] of parsers) {
      const text = deribitFixture(name);
      fc.assert(
        fc.property(fc.oneof(mutation(text), byteMutation(text)), (mutated) => {
          const document = parsedOrNull(mutated);
          const result = resultIn(document);
          const read = parse(result);
          expect(nonFiniteNumbersIn(read)).toEqual([]);
          // Funding is no price: it may be nothing, or paid by the other side.
          for (const value of Object.values({ ...read, funding8h: null }))
            if (typeof value === 'number') expect(value).toBeGreaterThan(0);
        }),
        { numRuns: 700 },
      );
    }
  });
});
