import { discountFromSlope, levelOfSlope } from './parity-line.ts';
import { type ParityQuote, parityRows } from './parity-rows.ts';

/** What is known of an expiry besides its quotes. */
export type ForwardContext = {
  readonly spot: number;
  /** Years of 365 days to settlement. */
  readonly years: number;
  /** The curve's continuous zero rate to this expiry, per year. */
  readonly rate: number;
  /** The curve's carry to this expiry, ln(F/S)/T, per year: rate − dividend yield where nothing better is known. */
  readonly carry: number;
  /** American quotes carry an early-exercise premium: only strikes near the money count, and never for discount. */
  readonly exercise: 'european' | 'american';
};

/** Why an expiry has no forward of its own. */
type CurveReason =
  /** Its settlement has passed. */
  | 'settled'
  /** Not enough strikes near spot are quoted on all four sides. */
  | 'too-few-strikes'
  /** The strikes imply forwards too far apart. */
  | 'quotes-disagree'
  /** American, and so long that the right to exercise early is worth more than a forward may be wrong. */
  | 'early-exercise'
  /** The forward is further from spot than any rate or yield explains. */
  | 'carry-implausible'
  /** The forward leaves the line of its neighbours. */
  | 'out-of-line';

/** Forward and discount factor of one expiry, and where they come from. */
export type ImpliedForward =
  | {
      readonly kind: 'parity';
      readonly forward: number;
      readonly discount: number;
      /** Whether the quotes gave the discount themselves or the curve did. */
      readonly discountFrom: 'slope' | 'curve';
      readonly exercise: 'european' | 'american';
      /** Likely error as a share of the forward: A ≤ 0.01 %, B ≤ 0.03 %, C ≤ 1 %. */
      readonly quality: 'A' | 'B' | 'C';
      /** Weighted median of |C − P − D·(F − K)|, currency units. */
      readonly residualUsd: number;
      /** Strikes that agree with the forward. */
      readonly strikesUsed: number;
    }
  | {
      readonly kind: 'curve';
      readonly forward: number;
      readonly discount: number;
      readonly quality: 'D';
      readonly reason: CurveReason;
    };

/** Log distance from spot within which strikes count: quotes in the money are wide, and American ones biased. */
const DISTANCE_MAX = { european: 0.1, american: 0.03 } as const;

/** Fewer strikes cannot outvote a stale one. */
const STRIKES_MIN = 4;

/** Likely errors as shares of the forward; at B an index future's level is still good to two points in 7,000. */
const ERROR_MAX = { A: 1e-4, B: 3e-4, C: 1e-2 } as const;

/** Mids of wide quotes err together, which no average removes: by about this share of the typical spread. */
const COMMON_ERROR_OF_SPREAD = 0.05;

/**
 * Early-exercise premium at the money as a share of the forward, per unit of rate·T^1.5: a binomial tree gives 0.11 to
 * 0.27 at rates of 4–5 %, yields of 0–3 %, a vol of 17 % and 0.1 to 2 years.
 */
const EARLY_EXERCISE = 0.2;

/**
 * Plausible |ln(F/S)|: what a spot that stands still after hours may add, and what rates and yields add in a year.
 * Beyond it spot and options are not of one underlying.
 */
const SPOT_GAP_MAX = 0.03;
const CARRY_PER_YEAR_MAX = 0.2;

/**
 * Forward and discount of one expiry from put–call parity, C − P = D·(F − K), over the strikes near the money that are
 * quoted on all sides. D is the slope where the quotes fix it (European, not too short), else the curve's; F is the
 * weighted median of K + (C − P)/D, which stale rows do not move. Falls back to the curve, with the reason.
 */
export function impliedForward(
  quotes: readonly ParityQuote[],
  context: ForwardContext,
): ImpliedForward {
  const { spot, years, exercise, rate } = context;
  if (!(years > 0)) return fromCurve({ ...context, years: 0 }, 'settled');
  const early = exercise === 'american' ? EARLY_EXERCISE * Math.max(0, rate) * years ** 1.5 : 0;
  if (early > ERROR_MAX.C) return fromCurve(context, 'early-exercise');
  const rows = parityRows(quotes, spot, DISTANCE_MAX[exercise]);
  if (rows.length < STRIKES_MIN) return fromCurve(context, 'too-few-strikes');
  const slopeDiscount = exercise === 'european' ? discountFromSlope(rows, years) : null;
  const discount = slopeDiscount ?? Math.exp(-rate * years);
  const { level, residual, spread, agreeing, samplingError } = levelOfSlope(rows, -discount);
  const forward = level / discount;
  if (!(Math.abs(Math.log(forward / spot)) <= SPOT_GAP_MAX + CARRY_PER_YEAR_MAX * years)) {
    return fromCurve(context, 'carry-implausible');
  }
  const error = Math.hypot(samplingError, COMMON_ERROR_OF_SPREAD * spread) / forward + early;
  const quality = (['A', 'B', 'C'] as const).find((grade) => error <= ERROR_MAX[grade]);
  if (quality === undefined) return fromCurve(context, 'quotes-disagree');
  return {
    kind: 'parity',
    forward,
    discount,
    discountFrom: slopeDiscount === null ? 'curve' : 'slope',
    exercise,
    quality,
    residualUsd: residual,
    strikesUsed: agreeing.length,
  };
}

/** The curve's forward and discount of an expiry whose quotes give none. */
export function fromCurve(
  curve: Pick<ForwardContext, 'spot' | 'years' | 'rate' | 'carry'>,
  reason: CurveReason,
): ImpliedForward {
  const { spot, years, rate, carry } = curve;
  const forward = spot * Math.exp(carry * years);
  return { kind: 'curve', forward, discount: Math.exp(-rate * years), quality: 'D', reason };
}
