import type { QuotedContract } from './chain.ts';
import { twoSidedQuote } from './two-sided-quote.ts';

/** Both sides of one strike of one expiry; a side without a quote is null or 0. */
export type ParityQuote = {
  readonly strike: number;
  readonly callBid: number | null;
  readonly callAsk: number | null;
  readonly putBid: number | null;
  readonly putAsk: number | null;
};

/** One contract's quote as a venue states it. */
export type SideQuote = Pick<QuotedContract, 'strike' | 'type' | 'bid' | 'ask'>;

/** A strike quoted on all four sides. */
export type ParityRow = {
  readonly strike: number;
  /** Mid of the call − mid of the put. */
  readonly difference: number;
  /** Spread of the call + spread of the put, at least a hundred-thousandth of the strike. */
  readonly spread: number;
  /** 1/spread². */
  readonly weight: number;
};

/** A locked market is not infinitely exact: a tick of the largest index is about this share of its strikes. */
const SPREAD_SHARE_MIN = 1e-5;

/** The quotes of one expiry (one root and date) by strike; a strike without one of its two types is left out. */
export function pairQuotes(sides: readonly SideQuote[]): readonly ParityQuote[] {
  const calls = new Map<number, SideQuote>();
  for (const side of sides) if (side.type === 'call') calls.set(side.strike, side);
  return sides.flatMap((put) => {
    const call = calls.get(put.strike);
    if (put.type === 'call' || call === undefined) return [];
    const { bid: callBid = null, ask: callAsk = null } = call;
    const { strike, bid: putBid = null, ask: putAsk = null } = put;
    return [{ strike, callBid, callAsk, putBid, putAsk }];
  });
}

/** The strikes within a log distance of a level that are quoted on all four sides without being crossed, ascending. */
export function parityRows(
  quotes: readonly ParityQuote[],
  level: number,
  logDistanceMax: number,
): readonly ParityRow[] {
  const rows: ParityRow[] = [];
  for (const quote of quotes) {
    const { strike } = quote;
    if (!(strike > 0 && Math.abs(Math.log(strike / level)) <= logDistanceMax)) continue;
    const call = twoSidedQuote({ bid: quote.callBid, ask: quote.callAsk });
    const put = twoSidedQuote({ bid: quote.putBid, ask: quote.putAsk });
    if (call === null || put === null) continue;
    const spread = Math.max(call.spread + put.spread, SPREAD_SHARE_MIN * strike);
    rows.push({ strike, difference: call.mid - put.mid, spread, weight: 1 / (spread * spread) });
  }
  return rows.sort((a, b) => a.strike - b.strike);
}
