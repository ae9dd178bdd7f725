/**
 * Who opened the sides of one instrument's open interest. Each open contract has two sides, a long and a short one; a
 * side is seen where it was opened in a trade that says who was the dealer.
 */
export type SideCount = {
  /** Open interest that is accounted for, contracts. */
  readonly openContracts: number;
  /** Sides opened unseen, 0 to twice what is open. */
  readonly unseenSides: number;
  /** Dealers' position in the sides that were seen, contracts; positive: long. */
  readonly signedContracts: number;
  /** Dealers' flow as far as it may have closed unseen sides, turned round: positive where they had been long. */
  readonly revealedSigned: number;
  /** Contracts' worth of unseen sides that were closed. */
  readonly leftContracts: number;
  /** The same, each trade weighed once more by the odds that it closed an unseen side of dealers'. */
  readonly evidenceContracts: number;
};

/** What was traded in one instrument since its sides were last counted. */
export type TradedSince = {
  /** Contracts traded, each trade in full. */
  readonly volumeContracts: number;
  /** Contracts of which trades say who was the dealer. */
  readonly seenContracts: number;
  /** Contracts; positive: dealers bought. */
  readonly signedContracts: number;
  /** When it last traded. */
  readonly lastMs: number;
};

/** An instrument that is listed and in which nothing is open yet: whatever comes is opened under watch. */
export const NEWLY_LISTED: SideCount = {
  openContracts: 0,
  unseenSides: 0,
  signedContracts: 0,
  revealedSigned: 0,
  leftContracts: 0,
  evidenceContracts: 0,
};

/** Amounts have few decimals: a smaller difference comes from adding them up. */
const ROUNDING_CONTRACTS = 1e-9;

/** An instrument that had its open interest before anyone watched. */
export function unseenCount(openContracts: number): SideCount {
  return { ...NEWLY_LISTED, openContracts, unseenSides: 2 * openContracts };
}

/** λ, 0..1: the share of open sides that were opened under watch; 0 where nothing is open. */
export function seenShare({ openContracts, unseenSides }: SideCount): number {
  return openContracts > 0 ? Math.max(0, 1 - unseenSides / (2 * openContracts)) : 0;
}

/**
 * Sides after trades of volume V that changed open interest by d: V + d sides were opened and V − d closed, the closed
 * ones drawn evenly from seen and unseen. Dealers are one side of each trade, so that this share of their flow undid
 * what was not seen, and shows what that was. What V does not explain of the change is left to `settled`.
 */
export function withTrades(count: SideCount, traded: TradedSince, openInterest: number): SideCount {
  const { volumeContracts: volume, seenContracts, signedContracts } = traded;
  if (volume <= 0) return count;
  const change = between(openInterest - count.openContracts, -volume, volume);
  const closed = volume - change;
  const unseenClosed = (1 - seenShare(count)) * Math.min(closed, 2 * count.openContracts);
  const undone = unseenClosed / (2 * volume);
  // A side whose trade does not say who was the dealer is as unseen as one opened before.
  const unseenOpened = (volume + change) * Math.max(0, 1 - seenContracts / volume);
  return bounded({
    openContracts: count.openContracts + change,
    unseenSides: count.unseenSides - unseenClosed + unseenOpened,
    signedContracts: count.signedContracts + signedContracts * (1 - undone),
    revealedSigned: count.revealedSigned - signedContracts * undone,
    leftContracts: count.leftContracts + seenContracts * undone,
    evidenceContracts: count.evidenceContracts + seenContracts * undone * undone,
  });
}

/** Open interest beyond what trades explain was opened unseen; what is missing was closed evenly, seen and unseen. */
export function settled(count: SideCount, openInterest: number): SideCount {
  const { openContracts, unseenSides, signedContracts } = count;
  const rest = openInterest - openContracts;
  if (rest === 0) return count;
  if (rest > 0)
    return bounded({
      ...count,
      openContracts: openInterest,
      unseenSides: rest > ROUNDING_CONTRACTS ? unseenSides + 2 * rest : unseenSides,
    });
  const left = openInterest / openContracts;
  return bounded({
    ...count,
    openContracts: openInterest,
    unseenSides: unseenSides * left,
    signedContracts: signedContracts * left,
  });
}

/** What of an open interest is not accounted for, contracts; negative: it is less. */
export function unexplainedOf({ openContracts }: SideCount, openInterest: number): number {
  const rest = openInterest - openContracts;
  return Math.abs(rest) > ROUNDING_CONTRACTS ? rest : 0;
}

/** Nobody holds more than the sides that are there. */
function bounded(count: SideCount): SideCount {
  const { openContracts, signedContracts } = count;
  const unseenSides = between(count.unseenSides, 0, 2 * openContracts);
  const most = openContracts - unseenSides / 2;
  return { ...count, unseenSides, signedContracts: between(signedContracts, -most, most) };
}

function between(value: number, low: number, high: number): number {
  return Math.max(low, Math.min(high, value));
}
