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
  const pairs: ParityQuote[] = [];
  let calls: ReadonlyMap<number, SideQuote> | null = null;
  let before: SideQuote | null = null;
  for (const put of sides) {
    const neighbour: SideQuote | null = before;
    before = put;
    if (put.type === 'call') continue;
    const { strike, bid: putBid = null, ask: putAsk = null } = put;
    // Venues list a put behind its call, so that hardly any has to be looked up.
    const isPair = neighbour?.type === 'call' && neighbour.strike === strike;
    if (!isPair) calls ??= new Map(sides.filter(isCall).map((call) => [call.strike, call]));
    const call = isPair ? neighbour : calls?.get(strike);
    if (call === undefined || call === null) continue;
    const { bid: callBid = null, ask: callAsk = null } = call;
    pairs.push({ strike, callBid, callAsk, putBid, putAsk });
  }
  return pairs;
}

function isCall({ type }: SideQuote): boolean {
  return type === 'call';
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
