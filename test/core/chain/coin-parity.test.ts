import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkCoinForward } from '../../../src/core/chain/coin-parity.ts';
import { pairQuotes, type SideQuote } from '../../../src/core/chain/parity-rows.ts';
import { quotedExpiry } from '../../support/quoted-expiry.ts';

/** Options in coins on a forward of 65,000, each 0.0005 coins wide. */
const coins = quotedExpiry({
  spot: 65_000,
  years: 0.1,
  vol: 0.55,
  rate: 0,
  dividendYield: 0,
  spread: 0.0005 * 65_000,
  strikes: 41,
}).map(({ strike, callBid, callAsk, putBid, putAsk }) => ({
  strike,
  callBid: (callBid ?? 0) / 65_000,
  callAsk: (callAsk ?? 0) / 65_000,
  putBid: (putBid ?? 0) / 65_000,
  putAsk: (putAsk ?? 0) / 65_000,
}));

describe('a forward checked against coin-settled options', () => {
  it('stands where it is the one they are quoted on', () => {
    const check = checkCoinForward(coins, 65_000);
    expect(check).toMatchObject({ kind: 'checked', strikesOutside: 0 });
    expect(check).toHaveProperty('gapUsd', expect.closeTo(0, 6));
  });

  it('is told how far it is off', () => {
    fc.assert(
      fc.property(fc.double({ min: -0.02, max: 0.02, noNaN: true }), (share) => {
        const check = checkCoinForward(coins, 65_000 * (1 + share));
        if (check.kind === 'unchecked') throw new Error(check.reason);
        expect(Math.abs(check.gapUsd + 65_000 * share)).toBeLessThan(
          0.15 * Math.abs(65_000 * share) + 1e-6,
        );
        // Call and put together are 0.001 coins wide, so 0.06 % is clearly outside and 0.04 % clearly within.
        if (Math.abs(share) > 0.0006) expect(check.strikesOutside).toBe(check.strikes);
        if (Math.abs(share) < 0.0004) expect(check.strikesOutside).toBe(0);
      }),
    );
  });

  it('stays unchecked where the quotes are one-sided', () => {
    const bare = coins.map((row) => ({ ...row, callBid: null }));
    expect(checkCoinForward(bare, 65_000)).toEqual({
      kind: 'unchecked',
      reason: 'too-few-strikes',
    });
  });
});

const folder = join(import.meta.dirname, '../../../../shared/data/deribit/reconstructed');

type BookRow = {
  readonly instrument_name: string;
  readonly underlying_price: number;
  readonly bid_price: number | null;
  readonly ask_price: number | null;
};

describe.skipIf(!existsSync(folder))('recorded Deribit books of 2026-02-06', () => {
  it.each(['BTC', 'ETH'])("%s: the venue's own forwards lie within its quotes", (symbol) => {
    const file = `get_book_summary_by_currency_${symbol}_option_20260206T043012Z.json.gz`;
    const reply = JSON.parse(gunzipSync(readFileSync(join(folder, file))).toString());
    const book: readonly BookRow[] = reply.result;
    const expiries = Map.groupBy(book, ({ instrument_name }) => instrument_name.split('-')[1]);
    const checks = [...expiries.values()].map((rows) => {
      const sides = rows.map((row): SideQuote => {
        const [, , strike, letter] = row.instrument_name.split('-');
        const type = letter === 'C' ? 'call' : 'put';
        return { strike: Number(strike), type, bid: row.bid_price, ask: row.ask_price };
      });
      const forward = Number(rows[0]?.underlying_price);
      return { forward, ...checkCoinForward(pairQuotes(sides), forward) };
    });
    const checked = checks.filter((check) => check.kind === 'checked');
    expect(checked.length).toBeGreaterThanOrEqual(8);
    for (const { gapUsd, forward } of checked)
      expect(Math.abs(gapUsd / forward)).toBeLessThan(0.003);
    const outside = checked.reduce((sum, check) => sum + check.strikesOutside, 0);
    const all = checked.reduce((sum, check) => sum + check.strikes, 0);
    expect(outside / all).toBeLessThan(0.1);
  });
});
