import { describe, expect, it } from 'vitest';
import {
  anExchange,
  bookOf,
  contractOf,
  instrumentsOf,
  type Row,
  TUESDAY_MS,
} from '../support/practice-market.ts';

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
const SYMBOLS = ['BTC', 'ETH'] as const;

function shareOf(rows: readonly Row[], test: (row: Row) => boolean): number {
  return rows.filter(test).length / rows.length;
}

/** Naive dealers' gamma, dollars per 1 %, from the strike side: K·φ(d2) = F·φ(d1). */
function gammaUsd(contracts: readonly ReturnType<typeof contractOf>[], move: number): number {
  let sum = 0;
  for (const { strike, isCall, forward, years, vol, openInterest } of contracts) {
    const deviation = vol * Math.sqrt(years);
    const lower = Math.log((forward * move) / strike) / deviation - deviation / 2;
    const bell = Math.exp(-(lower ** 2) / 2) / Math.sqrt(2 * Math.PI);
    sum += ((isCall ? 0.01 : -0.01) * openInterest * strike * bell) / deviation;
  }
  return sum;
}

/** Levels where gamma turns positive as spot rises, by walking up dollar by dollar. */
function risingZeros(rows: readonly Row[], spot: number, stepUsd: number): number[] {
  const contracts = rows.map(contractOf).filter(({ openInterest }) => openInterest > 0);
  const zeros: number[] = [];
  let before = gammaUsd(contracts, 0.9);
  for (let level = 0.9 * spot + stepUsd; level <= 1.1 * spot; level += stepUsd) {
    const here = gammaUsd(contracts, level / spot);
    if (before < 0 && here >= 0) zeros.push(level - (stepUsd * here) / (here - before));
    before = here;
  }
  return zeros;
}

describe('the practice book looks like a market', () => {
  it.each(SYMBOLS)(
    'lists the %s contracts that the instrument list names, none expired',
    async (symbol) => {
      const { exchange, clock } = await anExchange();
      const rows = await bookOf(exchange, symbol);
      const instruments = await instrumentsOf(exchange, symbol);
      const read = (row: Row) => {
        const { expiryMs, strike, isCall } = contractOf(row);
        return [row.instrument_name, expiryMs, strike, isCall ? 'call' : 'put'];
      };
      const stated = instruments.map((each) => [
        each.instrument_name,
        each.expiration_timestamp,
        each.strike,
        each.option_type,
      ]);
      expect(stated).toEqual(rows.map(read));
      expect(new Set(rows.map((row) => row.instrument_name)).size).toBe(rows.length);
      for (const row of rows) expect(contractOf(row).expiryMs).toBeGreaterThan(clock.atMs);
      expect(rows.length).toBeGreaterThan(500);
      expect(rows.length).toBeLessThan(1_100);
    },
  );

  it('has falling, convex call prices in each expiry, so that nothing is free', async () => {
    const { exchange } = await anExchange();
    const rows = await bookOf(exchange, 'BTC');
    const calls = rows.map((row) => ({ ...contractOf(row), mark: Number(row.mark_price) }));
    for (const expiryMs of new Set(calls.map((call) => call.expiryMs))) {
      const ladder = calls.filter((call) => call.isCall && call.expiryMs === expiryMs);
      const slopes = ladder.slice(1).map((call, index) => {
        const previous = ladder[index] ?? call;
        return ((call.mark - previous.mark) * call.forward) / (call.strike - previous.strike);
      });
      // Vols are published to 0.01 point: a strike step of 1 % of spot leaves about 1e-4 of slope open.
      for (const slope of slopes) expect(slope).toBeLessThan(1e-4);
      for (const [index, slope] of slopes.slice(1).entries())
        expect(slope - (slopes[index] ?? 0)).toBeGreaterThan(-2e-3);
    }
  });

  it('leaves the usual share of contracts without open interest and without a bid', async () => {
    const rows: Row[] = [];
    for (const seed of [1, 2, 3, 4])
      for (const symbol of SYMBOLS)
        rows.push(...(await bookOf((await anExchange({ seed })).exchange, symbol)));
    expect(Math.abs(shareOf(rows, (row) => row.open_interest === 0) - 0.14)).toBeLessThan(0.04);
    expect(Math.abs(shareOf(rows, (row) => row.bid_price === null) - 0.07)).toBeLessThan(0.04);
  });

  it('has one ordinary zero-gamma level, near spot, and gamma of a real size beside it', async () => {
    for (let seed = 1; seed <= 10; seed++) {
      const { exchange, clock } = await anExchange({ seed });
      clock.atMs = TUESDAY_MS + seed * 31 * HOUR_MS;
      const spot = exchange.spotUsd('BTC');
      const rows = await bookOf(exchange, 'BTC');
      const zeros = risingZeros(rows, spot, 50);
      expect(zeros, `seed ${seed}`).toHaveLength(1);
      expect(Math.abs((zeros[0] ?? 0) / spot - 1), `seed ${seed}`).toBeLessThan(0.03);
      const above = gammaUsd(rows.map(contractOf), 1.02);
      expect(above, `seed ${seed}`).toBeGreaterThan(10e6);
      expect(above, `seed ${seed}`).toBeLessThan(600e6);
    }
  });

  it.each(SYMBOLS)(
    'knows its own %s zero-gamma level as a dollar-by-dollar walk finds it',
    async (symbol) => {
      const { exchange } = await anExchange();
      const spot = exchange.spotUsd(symbol);
      const zeros = risingZeros(await bookOf(exchange, symbol), spot, spot / 20_000);
      const nearest = zeros.toSorted((a, b) => Math.abs(a - spot) - Math.abs(b - spot))[0];
      const stated = exchange.zeroGammaUsd(symbol) ?? Number.NaN;
      expect(Math.abs(stated / (nearest ?? 0) - 1)).toBeLessThan(1e-6);
    },
  );

  it('trades a little between polls: open interest drifts and is never redrawn', async () => {
    const { exchange, clock } = await anExchange();
    const before = await bookOf(exchange, 'BTC');
    clock.atMs += 5 * MINUTE_MS;
    const after = new Map((await bookOf(exchange, 'BTC')).map((row) => [row.instrument_name, row]));
    let total = 0;
    let changed = 0;
    for (const row of before) {
      const now = Number(after.get(row.instrument_name)?.open_interest);
      total += Number(row.open_interest);
      changed += Math.abs(now - Number(row.open_interest));
    }
    expect(changed).toBeGreaterThan(0);
    expect(changed / total).toBeLessThan(0.01);
  });
});
