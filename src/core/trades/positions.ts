import type { QuotedContract } from '../chain/chain.ts';
import type { ObservedPosition, ObservedPositions } from '../exposure/observed-signs.ts';
import { dealerChange } from './dealer-change.ts';
import {
  NEWLY_LISTED,
  type SideCount,
  seenShare,
  settled,
  type TradedSince,
  unexplainedOf,
  unseenCount,
  withTrades,
} from './side-count.ts';
import type { Trade } from './trade.ts';

/** What the trades in one instrument have shown of dealers. */
export type Position = {
  readonly expiryMs: number;
  /** As of the newest chain that was booked. */
  readonly count: SideCount;
  /** Open interest of that chain beyond what is counted: a trade that is still to be told may explain it. */
  readonly unexplainedContracts: number;
  /** What no booked chain knows yet; null where nothing. */
  readonly since: TradedSince | null;
};

/** By the venue's name of the instrument. */
export type Positions = ReadonlyMap<string, Position>;

/** A stretch of time whose trades the venue no longer had when they were asked for. */
export type TradeGap = { readonly fromMs: number; readonly untilMs: number };

/** All that was seen of one symbol's trades. */
export type TradesSeen = {
  /** From when on no trade was missed. */
  readonly sinceMs: number;
  /** Up to here every trade is counted. */
  readonly cursorMs: number;
  /** The newest gap, or null. What was seen before it is forgotten: it may have been closed unseen. */
  readonly gap: TradeGap | null;
  /** Data time of the newest chain that was booked; null before the first. */
  readonly chainMs: number | null;
  readonly positions: Positions;
};

/** What a chain says of live open interest. */
type OpenInterest = {
  readonly asOfMs: number;
  readonly contracts: readonly Pick<QuotedContract, 'instrument' | 'openInterest' | 'expiryMs'>[];
};

const NEW_POSITION = { count: NEWLY_LISTED, unexplainedContracts: 0, since: null };

/** Positions after some more trades, each new and given once; the order of trades does not matter. */
export function accumulate(positions: Positions, trades: readonly Trade[]): Positions {
  const after = new Map(positions);
  for (const trade of trades) {
    const { atMs, contracts, expiryMs, instrument } = trade;
    const { signedContracts, seenContracts } = dealerChange(trade);
    const position = after.get(instrument) ?? { ...NEW_POSITION, expiryMs };
    const { since } = position;
    after.set(instrument, {
      ...position,
      since: {
        volumeContracts: (since?.volumeContracts ?? 0) + contracts,
        seenContracts: (since?.seenContracts ?? 0) + seenContracts,
        signedContracts: (since?.signedContracts ?? 0) + signedContracts,
        lastMs: Math.max(since?.lastMs ?? atMs, atMs),
      },
    });
  }
  return after;
}

/**
 * Positions after a chain with live open interest, given in order of time: its change over what was traded says which
 * sides were opened and closed. In the first chain all that is open is unseen; what is listed later was watched from
 * the start. What has expired is gone. A chain that is not newer than the last changes nothing.
 */
export function bookChain(
  seen: Pick<TradesSeen, 'positions' | 'chainMs' | 'cursorMs'>,
  chain: OpenInterest,
): Positions {
  const { positions, chainMs, cursorMs } = seen;
  if (chainMs !== null && chain.asOfMs <= chainMs) return positions;
  const after = new Map([...positions].filter(([, { expiryMs }]) => expiryMs > chain.asOfMs));
  for (const [instrument, { openInterest, expiryMs }] of openInterestOf(chain)) {
    const position = after.get(instrument) ?? { ...NEW_POSITION, expiryMs };
    const isKnown = !waits(position, chain);
    if (chainMs === null) {
      const since = isKnown ? null : position.since;
      after.set(instrument, { ...position, count: unseenCount(openInterest), since });
    } else if (isKnown) {
      const isToldBefore = cursorMs >= chainMs;
      after.set(instrument, booked(position, { openInterest, isToldBefore }));
    }
  }
  return after;
}

/** What the chain before left unexplained is unseen as soon as all trades before that one are told. */
function booked(
  position: Position,
  chain: { readonly openInterest: number; readonly isToldBefore: boolean },
): Position {
  const { openInterest, isToldBefore } = chain;
  const { since, unexplainedContracts } = position;
  const traded = countAfter(position, openInterest);
  const rest = unexplainedOf(traded, openInterest);
  const unseen = isToldBefore ? common(rest, unexplainedContracts) : 0;
  const isWhole = unseen === rest;
  const count = settled(traded, isWhole ? openInterest : traded.openContracts + unseen);
  const isSame = since === null && count === position.count && rest === unexplainedContracts;
  if (isSame) return position;
  return { ...position, count, unexplainedContracts: isWhole ? 0 : rest - unseen, since: null };
}

/** As much of two changes as both have. */
function common(one: number, other: number): number {
  if (one > 0) return Math.max(0, Math.min(one, other));
  return Math.min(0, Math.max(one, other));
}

/** Positions at a chain as the sign model takes them; what trades do not explain of its open interest is unseen. */
export function observedPositions(
  seen: Pick<TradesSeen, 'positions' | 'chainMs'>,
  chain: OpenInterest,
): ObservedPositions {
  const observed = new Map<string, ObservedPosition>();
  if (seen.chainMs === null) return observed;
  const isNewer = chain.asOfMs > seen.chainMs;
  for (const [instrument, { openInterest }] of openInterestOf(chain)) {
    const position = seen.positions.get(instrument);
    if (position === undefined || openInterest <= 0) continue;
    const isCounted = !isNewer || waits(position, chain);
    const count = settled(
      isCounted ? position.count : countAfter(position, openInterest),
      openInterest,
    );
    const { signedContracts, revealedSigned, leftContracts, evidenceContracts } = count;
    observed.set(instrument, {
      observedShare: seenShare(count),
      signedContracts,
      revealedSigned,
      leftContracts,
      evidenceContracts,
    });
  }
  return observed;
}

/** A position that traded after the chain was made: that chain does not know the trade, and the next one will. */
function waits({ since }: Position, { asOfMs }: OpenInterest): boolean {
  return since !== null && since.lastMs > asOfMs;
}

function countAfter({ count, since }: Position, openInterest: number): SideCount {
  return since === null ? count : withTrades(count, since, openInterest);
}

/** Known open interest of what has not expired, by instrument. */
function openInterestOf({ asOfMs, contracts }: OpenInterest) {
  const open = new Map<string, { readonly openInterest: number; readonly expiryMs: number }>();
  for (const { instrument, openInterest, expiryMs } of contracts) {
    if (instrument === undefined || openInterest === null || expiryMs <= asOfMs) continue;
    // A chain is as its venue states it; an impossible row must not count for good.
    if (Number.isFinite(openInterest) && openInterest >= 0)
      open.set(instrument, { openInterest, expiryMs });
  }
  return open;
}
