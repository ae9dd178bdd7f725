import type { QuotedChain } from '../chain/chain.ts';
import type { ObservedPosition, ObservedPositions } from '../exposure/observed-signs.ts';
import { dealerChange } from './dealer-change.ts';
import type { Trade } from './trade.ts';

/** What the trades in one instrument have shown of dealers. */
export type Position = {
  readonly expiryMs: number;
  /** Contracts, weighed; positive: dealers are long. */
  readonly signedContracts: number;
  /** Contracts seen being traded, weighed; at least as many as are signed. */
  readonly seenContracts: number;
  /** When it last traded. */
  readonly lastMs: number;
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
  readonly positions: Positions;
};

/** Positions after some more trades, each new and given once; the order of trades does not matter. */
export function accumulate(positions: Positions, trades: readonly Trade[]): Positions {
  const after = new Map(positions);
  for (const trade of trades) {
    const { atMs, expiryMs, instrument } = trade;
    const { signedContracts, seenContracts } = dealerChange(trade);
    const before = after.get(instrument);
    after.set(instrument, {
      expiryMs,
      signedContracts: (before?.signedContracts ?? 0) + signedContracts,
      seenContracts: (before?.seenContracts ?? 0) + seenContracts,
      lastMs: Math.max(before?.lastMs ?? atMs, atMs),
    });
  }
  return after;
}

/**
 * Positions at a chain: what has expired is gone, and nobody holds more than is open. A position that traded after the
 * chain was made keeps its size, since that chain does not know the trade; so does one whose open interest is unknown.
 */
export function clampToChain(
  positions: Positions,
  chain: Pick<QuotedChain, 'asOfMs' | 'contracts'>,
): Positions {
  const open = openInterestOf(chain);
  const clamped = new Map<string, Position>();
  for (const [instrument, position] of positions) {
    if (position.expiryMs <= chain.asOfMs) continue;
    const most = open.get(instrument);
    const knowsAll = most !== undefined && position.lastMs <= chain.asOfMs;
    clamped.set(
      instrument,
      knowsAll
        ? { ...position, signedContracts: between(position.signedContracts, -most, most) }
        : position,
    );
  }
  return clamped;
}

/** Positions as the sign model takes them: the observed share is λ = min(1, seen / open interest). */
export function observedPositions(
  { positions }: Pick<TradesSeen, 'positions'>,
  chain: Pick<QuotedChain, 'asOfMs' | 'contracts'>,
): ObservedPositions {
  const open = openInterestOf(chain);
  const observed = new Map<string, ObservedPosition>();
  for (const [instrument, position] of clampToChain(positions, chain)) {
    const openInterest = open.get(instrument);
    if (openInterest === undefined || openInterest <= 0) continue;
    observed.set(instrument, {
      signedContracts: position.signedContracts,
      observedShare: Math.min(1, position.seenContracts / openInterest),
    });
  }
  return observed;
}

/** Known open interest by instrument, contracts. */
function openInterestOf({
  contracts,
}: Pick<QuotedChain, 'contracts'>): ReadonlyMap<string, number> {
  return new Map(
    contracts.flatMap(({ instrument, openInterest }) =>
      instrument === undefined || openInterest === null
        ? []
        : [[instrument, openInterest] as const],
    ),
  );
}

function between(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
