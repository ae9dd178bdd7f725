import { DAY_MS } from './calendar.ts';
import { smoothNoise } from './random.ts';
import { SPECIFICATIONS } from './specification.ts';
import type { PathPoint } from './spot-path.ts';

export const YEAR_MS = 365 * DAY_MS;

/** Forwards and volatilities of one market at one instant. */
export type Surface = {
  /** Forward of an expiry as a multiple of spot. */
  carry(years: number): number;
  /** At-the-money volatility, fraction per year. */
  atTheMoney(years: number): number;
  /** Volatility at ln(strike/forward), fraction per year. */
  volatility(logMoneyness: number, years: number): number;
};

/** Expiries shorter than this share the front of the term structure, years. */
const FRONT_YEARS = 30 / 365;
/** Term of a quarter of a day: keeps the smile of an expiring series finite. */
const SMILE_YEARS_MIN = 0.25 / 365;
/** Hyperbola in standardised moneyness, flat past `reach`: wing slope, tilt to the put side, roundness. */
const SMILE = { slope: 0.16, tilt: -0.25, roundness: 1.1, reach: 15 };

/** The volatility surface and forward curve, wandering slowly with simulated time. */
export function surfaceAt({ seed, symbol, atMs }: PathPoint): Surface {
  const days = atMs / DAY_MS;
  const { base, volatility: long } = SPECIFICATIONS[symbol];
  const front = long * (0.97 + 0.12 * smoothNoise([seed, base, 'front'], days / 3));
  const yearlyCarry = 0.045 + 0.012 * smoothNoise([seed, base, 'carry'], days / 11);
  const atTheMoney = (years: number) => long + (front - long) * Math.exp(-years / FRONT_YEARS);
  return {
    carry: (years) => Math.exp(yearlyCarry * years * -Math.expm1(-years / FRONT_YEARS)),
    atTheMoney,
    volatility: (logMoneyness, years) => {
      const level = atTheMoney(years);
      const deviation = level * Math.sqrt(Math.max(years, SMILE_YEARS_MIN));
      const x = Math.max(-SMILE.reach, Math.min(SMILE.reach, logMoneyness / deviation));
      const bend = Math.hypot(x, SMILE.roundness) - SMILE.roundness;
      return level * (1 + SMILE.slope * (SMILE.tilt * x + bend));
    },
  };
}
