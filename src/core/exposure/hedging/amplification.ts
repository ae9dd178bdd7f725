/** How far trades move the price, and where that number comes from: it is never assumed. */
export type PriceImpact = {
  /** Fraction of price per dollar traded, > 0. */
  readonly perUsd: number;
  /** As a reader could look it up: `ES average daily volume, CME, October 2026`. */
  readonly source: string;
};

/** What dealers' hedging makes of a move that comes from elsewhere, if impact is linear and lasts. */
export type Amplification = {
  /** Final move per first move; null where the loop would not end: 1 + λΓ$ ≤ 0. */
  readonly factor: number | null;
  /** λΓ$: negative where dealers are short gamma. */
  readonly loop: number;
  readonly impact: PriceImpact;
};

/** λ where one day's volume moves the price by one daily σ: right to an order of magnitude. */
export function impactOfVolume(volume: {
  readonly dailySigma: number;
  readonly usdPerDay: number;
  readonly source: string;
}): PriceImpact {
  return { perUsd: volume.dailySigma / volume.usdPerDay, source: volume.source };
}

/**
 * A = 1/(1 + λΓ$) with Γ$ = 100·`gexUsd`, dollars of delta per 100 %. A first move x makes dealers trade −Γ$·y over
 * the whole move y, so y = x − λΓ$·y. The form of Frey and Stremme, Mathematical Finance 7(4), 1997.
 */
export function amplification(gexUsd: number, impact: PriceImpact): Amplification {
  const loop = impact.perUsd * 100 * gexUsd;
  return { factor: 1 + loop > 0 ? 1 / (1 + loop) : null, loop, impact };
}
