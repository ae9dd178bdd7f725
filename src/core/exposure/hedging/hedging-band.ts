/** What a dealer alone knows of his band. */
export type BandTaste = {
  /** Proportional cost of trading: 0.0001 is one basis point. */
  readonly cost: number;
  /** Absolute risk aversion, per dollar. */
  readonly riskAversionPerUsd: number;
};

/** What a band hangs on. */
export type BandTerms = BandTaste & {
  /** Present value of a dollar at expiry, e^(−r(T−t)). */
  readonly discount: number;
};

/**
 * Half-width, in units of the underlying, of the band around a delta hedge inside which trading costs more than it
 * saves: (3/2 · D · κ · S · Γ² / γ)^(1/3) with `gamma` in units per dollar of price. More gamma, wider band. Small-cost
 * limit of Whalley and Wilmott, Mathematical Finance 7(3), 1997.
 */
export function bandHalfWidth(spot: number, gamma: number, terms: BandTerms): number {
  const { cost, riskAversionPerUsd, discount } = terms;
  return Math.cbrt((1.5 * discount * cost * spot * gamma * gamma) / riskAversionPerUsd);
}

/** Bounds of a trade on one change of delta for dealers who keep within a band; positive: they buy. Units. */
export type BandedTrade = {
  /** From the edge of the old band that the move comes towards, to the near edge of the new one. */
  readonly atLeast: number;
  /** From the edge that it leaves behind, to the near edge of the new one. */
  readonly atMost: number;
};

/** Bounds of the trade on a full hedge's change of `units`, wherever in the old band the hedge stood; half-widths in units. */
export function bandedTrade(
  units: number,
  { before, after }: { readonly before: number; readonly after: number },
): BandedTrade {
  const beyond = (start: number) => Math.sign(units) * Math.max(0, Math.abs(units) + start - after);
  return { atLeast: beyond(-before), atMost: beyond(before) };
}
