import type { ParityQuote } from '../../src/core/chain/parity-rows.ts';
import { emptyGreeks, greeks } from '../../src/core/math/black.ts';

/** The market that quotes are made for. */
export type QuoteTerms = {
  readonly spot: number;
  readonly years: number;
  readonly vol: number;
  readonly rate: number;
  readonly dividendYield: number;
  /** Spread of each option, currency units. */
  readonly spread: number;
  /** Strikes from 0.8 to 1.2 of spot. */
  readonly strikes: number;
};

/** European quotes around the model price, whose mids lean by `noise(n)`, −1..1, of half a spread. */
export function quotedExpiry(
  terms: QuoteTerms,
  noise: (count: number) => number = () => 0,
): readonly ParityQuote[] {
  const { spot, strikes, spread } = terms;
  let count = 0;
  const quote = (strike: number, isCall: boolean) => {
    const into = emptyGreeks();
    greeks({ ...terms, strike, isCall }, into);
    count += 1;
    const mid = into.price + (noise(count) * spread) / 2;
    return { bid: Math.max(0, mid - spread / 2), ask: mid + spread / 2 };
  };
  return Array.from({ length: strikes }, (_, index) => {
    const strike = spot * (0.8 + (0.4 * index) / (strikes - 1));
    const [call, put] = [quote(strike, true), quote(strike, false)];
    return { strike, callBid: call.bid, callAsk: call.ask, putBid: put.bid, putAsk: put.ask };
  });
}
