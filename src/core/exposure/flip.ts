/** A level where the re-priced book has zero gamma. */
export type FlipRoot = {
  readonly spot: number;
  /** +1 where gamma goes from negative to positive as spot rises. */
  readonly slopeSign: 1 | -1;
  /** Smaller of the two lobes beside it, as a share of gross gamma there, 0..1. */
  readonly prominence: number;
};

export type FlipReading = { readonly name: string; readonly spot: number };

/** The gamma flip of one book, or the reason why there is none (`design.md`, one word one meaning). */
export type Flip =
  | {
      readonly status: 'found';
      readonly spot: number;
      readonly range: { readonly low: number; readonly high: number };
      readonly readings: readonly FlipReading[];
      readonly roots: readonly FlipRoot[];
    }
  | {
      readonly status: 'none_long' | 'none_short' | 'inverted_only';
      readonly roots: readonly FlipRoot[];
    }
  | { readonly status: 'withheld'; readonly reason: string; readonly roots: readonly FlipRoot[] };
