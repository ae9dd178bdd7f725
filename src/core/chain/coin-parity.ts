import { levelOfSlope } from './parity-line.ts';
import { type ParityQuote, parityRows } from './parity-rows.ts';

/** How a venue's own forward compares with its coin-settled options. */
export type CoinParity =
  | {
      readonly kind: 'checked';
      /** Forward that the options imply, as their weighted median, − the venue's own, dollars. */
      readonly gapUsd: number;
      readonly strikes: number;
      /** Strikes whose quotes do not admit the venue's forward. */
      readonly strikesOutside: number;
    }
  | { readonly kind: 'unchecked'; readonly reason: 'too-few-strikes' };

const LOG_DISTANCE_MAX = 0.1;
/** Fewer strikes cannot outvote a stale one. */
const STRIKES_MIN = 4;

/**
 * Checks a forward against options quoted in coins, for which C − P = 1 − K/F without any rate. The forward itself is
 * used as given: this tells how far off it is, for quality.
 */
export function checkCoinForward(quotes: readonly ParityQuote[], forwardUsd: number): CoinParity {
  const inUsd = (coins: number | null) => (coins === null ? null : coins * forwardUsd);
  const quotesUsd = quotes.map((quote) => ({
    strike: quote.strike,
    callBid: inUsd(quote.callBid),
    callAsk: inUsd(quote.callAsk),
    putBid: inUsd(quote.putBid),
    putAsk: inUsd(quote.putAsk),
  }));
  const rows = parityRows(quotesUsd, forwardUsd, LOG_DISTANCE_MAX);
  if (rows.length < STRIKES_MIN) return { kind: 'unchecked', reason: 'too-few-strikes' };
  const outside = rows.filter(
    ({ difference, strike, spread }) => Math.abs(difference - (forwardUsd - strike)) > spread / 2,
  );
  return {
    kind: 'checked',
    gapUsd: levelOfSlope(rows, -1).level - forwardUsd,
    strikes: rows.length,
    strikesOutside: outside.length,
  };
}
