/** What a band hangs on. */
export type BandTerms = {
  /** Proportional cost of trading: 0.0001 is one basis point. */
  readonly cost: number;
  /** Absolute risk aversion, per dollar. */
  readonly riskAversionPerUsd: number;
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

/** Trade on a change of delta for dealers who keep within a band; positive: they buy. Units of the underlying. */
export type BandedTrade = {
  /** The hedge may have stood at the far edge: what is traded at least. */
  readonly conservative: number;
  /** No band at all: what is traded at most. */
  readonly upper: number;
};

/** Bounds of the trade on a hedge that is `units` off, whatever the band held before. */
export function bandedTrade(units: number, halfWidth: number): BandedTrade {
  const beyond = Math.max(0, Math.abs(units) - 2 * halfWidth);
  return { conservative: Math.sign(units) * beyond, upper: units };
}
