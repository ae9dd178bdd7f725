// F18: instruments listed twice, with the same words or with others, in any order, or of another underlying.
// Promise: the result does not depend on the order of rows, copies count once, and contradictions are nobody's word:
// they are dropped, said in the grade, and keep alerts waiting (P7).
// Method: the real markets and poll on the practice exchange against its true book of the same instant; for any order,
// its answers shuffled by a seed on their way.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../src/core/chain/chain.ts';
import { cleanChain } from '../../src/core/chain/clean.ts';
import { levelsOf } from '../../src/core/exposure/levels-of.ts';
import { createCboeMarket } from '../../src/markets/cboe/index.ts';
import { createDeribitMarket } from '../../src/markets/deribit/index.ts';
import { aLoopbackVenue } from '../support/loopback-venue.ts';
import { anExchange, type Row } from '../support/practice-market.ts';
import { apart, trueBook } from '../support/true-book.ts';
import { aVenueStage, STAGE_MS, WIRES, type Wire } from '../support/venue-stage.ts';

const EVERY = 10;
/** Sums in another order differ in their last digits, and the search for a root with them. */
const ROUNDING = 1e-9;
/** Rows that are gone take their side of put–call parity with them, so that forwards shift a little. */
const PARITY_SHIFT = 0.005;
const never = new AbortController().signal;

async function listedWrongly(wire: Wire, how: 'duplicates' | 'conflicts' | 'unsorted') {
  const stage = await aVenueStage(wire, { pollMs: 300_000 });
  await stage.poll();
  stage.breakWith({ fault: 'F18', how, every: EVERY });
  const run = await stage.poll();
  const levels = await stage.latest();
  if (levels === null) throw new Error('nothing was stored');
  return { stage, run, levels };
}

describe.each(WIRES)('rows of $venueName', (wire) => {
  it.each(['duplicates', 'unsorted'] as const)(
    '%s say what they say once and in order',
    async (how) => {
      const { stage, levels } = await listedWrongly(wire, how);
      const { levels: right } = await trueBook(stage, wire);
      expect(apart(levels, right)).toBeLessThan(ROUNDING);
      expect(levels.coverage).toEqual(right.coverage);
      expect(levels.grade).toEqual({ letter: 'A', reasons: [] });
      expect(await stage.notices()).toEqual([]);
    },
  );

  it('that contradict each other are both dropped, and that is said', async () => {
    const { stage, run, levels } = await listedWrongly(wire, 'conflicts');
    expect(levels.grade.letter).toBe('C');
    expect(levels.grade.reasons[0]).toMatch(/^1\d% of rows cannot be read$/);
    expect(run.detail).toContain('alerts: low-grade');
    const [notice, ...more] = await stage.notices();
    expect(notice).toMatch(new RegExp(`^${wire.symbol}: contradicting rows .*Alerts wait\\.$`));
    expect(more).toEqual([]);
    const { names, levelsWith } = await trueBook(stage, wire);
    const contradicted = new Set(names.filter((_, index) => index % EVERY === 0));
    const rest = levelsWith(({ instrument = '' }) => !contradicted.has(instrument));
    expect(apart(levels, rest)).toBeLessThan(PARITY_SHIFT);
    expect(levels.coverage.contractsOpen).toBe(rest.coverage.contractsOpen);
  });
});

/** The list of options in an answer of either venue. */
function rowsIn(document: unknown): Row[] | null {
  const { result, data } = Object(document);
  const rows = Array.isArray(result) ? result : Object(data).options;
  return Array.isArray(rows) && ('mark_iv' in Object(rows[0]) || 'iv' in Object(rows[0]))
    ? rows
    : null;
}

type Rewrite = (rows: Row[]) => readonly Row[];

/** A market on a venue that passes the practice exchange's answers on with their rows rewritten. */
async function aRewritingVenue({ venueName, symbol }: Wire) {
  const { exchange, clock } = await anExchange();
  clock.atMs = STAGE_MS;
  let rewrite: Rewrite = (rows) => rows;
  const venue = await aLoopbackVenue(async ({ url }, response) => {
    const headers = { 'user-agent': 'test' };
    const document: unknown = await (await fetch(`${exchange.url}${url}`, { headers })).json();
    const rows = rowsIn(document);
    rows?.splice(0, rows.length, ...rewrite([...rows]));
    response.setHeader('content-type', 'application/json').end(JSON.stringify(document));
  });
  const reached = { baseUrl: venue.url, symbols: [symbol] };
  return async (how: Rewrite): Promise<QuotedChain> => {
    rewrite = how;
    const options = { ...reached, nowMs: () => clock.atMs };
    const market =
      venueName === 'Deribit' ? createDeribitMarket(options) : createCboeMarket(options);
    const chain = await market.fetchChain(symbol, never);
    if (!chain.ok) throw new Error(JSON.stringify(chain.failure));
    return chain.value;
  };
}

describe.each(WIRES)('any order of the rows of $venueName', (wire) => {
  const read = (chain: QuotedChain) =>
    levelsOf(cleanChain(chain), { symbol: wire.symbol, venue: wire.venueName });

  it('with copies and contradictions among them gives one and the same result', async () => {
    const fetchWith = await aRewritingVenue(wire);
    const withCopies: Rewrite = (rows) => [
      ...rows,
      ...rows.slice(0, 40),
      ...rows.slice(20, 30).map((row) => ({ ...row, open_interest: 1e6 })),
    ];
    const sorted = await fetchWith(withCopies);
    const expected = read(sorted);
    const orders = fc.infiniteStream(fc.double({ min: 0, max: 1, noNaN: true }));
    await fc.assert(
      fc.asyncProperty(orders, async (order) => {
        const shuffled = await fetchWith((rows) =>
          withCopies(rows)
            .map((row) => ({ row, place: order.next().value }))
            .sort((a, b) => a.place - b.place)
            .map(({ row }) => row),
        );
        expect(shuffled.invalidRows).toBe(sorted.invalidRows);
        expect(apart(read(shuffled), expected)).toBeLessThan(ROUNDING);
      }),
      { numRuns: 3 },
    );
  });

  it('with options on something unknown among them counts those and uses none', async () => {
    const fetchWith = await aRewritingVenue(wire);
    const right = await fetchWith((rows) => rows);
    const foreign: Row = { instrument_name: 'XYZ-25DEC26-100-C', option: 'XYZ261218C00100000' };
    const mixed = await fetchWith((rows) =>
      rows.flatMap((row, index) => (index % 100 === 0 ? [{ ...row, ...foreign }, row] : [row])),
    );
    expect(mixed.invalidRows).toBeGreaterThan(right.invalidRows);
    expect(apart(read(mixed), read(right))).toBeLessThan(ROUNDING);
  });
});

describe('SPX and SPXW of one date', () => {
  it('are no copies of each other: one settles in the morning, one at the close', async () => {
    const { exchange, clock } = await anExchange();
    clock.atMs = STAGE_MS;
    const options = { baseUrl: exchange.url, symbols: ['SPX'], nowMs: () => clock.atMs };
    const chain = await createCboeMarket(options).fetchChain('SPX', never);
    const contracts = chain.ok ? chain.value.contracts : [];
    const of = (series: string) => contracts.filter((each) => each.instrument?.startsWith(series));
    const [morning, close] = [of('SPX261218'), of('SPXW261218')];
    const shared = new Set(morning.map(({ strike }) => strike));
    expect(close.filter(({ strike }) => shared.has(strike)).length).toBeGreaterThan(50);
    const instants = (rows: typeof contracts) =>
      [...new Set(rows.map(({ expiryMs }) => expiryMs))].map((each) =>
        new Date(each).toISOString(),
      );
    expect(instants(morning)).toEqual(['2026-12-18T14:30:00.000Z']);
    expect(instants(close)).toEqual(['2026-12-18T21:00:00.000Z']);
  });
});
