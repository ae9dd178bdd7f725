type ChartFrame = {
  readonly symbol: string;
  readonly title: string;
  /** One small line under the picture: unit, sign model, data time. */
  readonly note: string;
  /** What a reader who cannot see the picture is told, at most 1,024 characters. */
  readonly alt: string;
};

/** Net dealer gamma by price, with spot and flip. */
export type ProfileChart = ChartFrame & {
  readonly kind: 'gamma-profile';
  readonly spots: readonly number[];
  readonly gexUsd: readonly number[];
  readonly spot: number;
  /** Null where there is none. */
  readonly flip: { readonly spot: number; readonly low: number; readonly high: number } | null;
  /** Drawn in grey: the curve is shown, no side is taken. */
  readonly isWithheld: boolean;
};

/** Dealers' trade by rung of spot. */
export type LadderChart = ChartFrame & {
  readonly kind: 'hedge-ladder';
  readonly rungs: readonly { readonly move: number; readonly spot: number; readonly usd: number }[];
  readonly spot: number;
  readonly flipSpot: number | null;
};

/** Gamma by strike: calls right, puts left, net as a line. */
export type StrikesChart = ChartFrame & {
  readonly kind: 'gamma-strikes';
  readonly strikes: readonly {
    readonly strike: number;
    readonly callGexUsd: number;
    readonly putGexUsd: number;
    readonly netGexUsd: number;
  }[];
  readonly spot: number;
  readonly flipSpot: number | null;
};

/** A picture as values; `charts/` draws it. Gamma is in dollars per 1 %, trades are positive where dealers buy. */
export type Chart = ProfileChart | LadderChart | StrikesChart;
