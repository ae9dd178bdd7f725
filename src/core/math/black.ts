import { logRatio } from './log-ratio.ts';
import { normalPdf, upperTail } from './normal.ts';

/** One European option. Mutable, so that a loop over a chain reuses one. Years and vol must be > 0. */
export type BlackInput = {
  spot: number;
  strike: number;
  /** Time to expiry, 365-day years. */
  years: number;
  /** Fraction per year: 0.2 is 20 %. */
  vol: number;
  /** Continuous, per year. */
  rate: number;
  dividendYield: number;
  isCall: boolean;
};

/**
 * Price and greeks of one long option, per 1 unit of spot, per 1.00 of vol and per year.
 * Theta, charm, color and veta are for the passage of calendar time: minus the derivative by time to expiry.
 */
export type Greeks = {
  price: number;
  delta: number;
  gamma: number;
  vega: number;
  theta: number;
  rho: number;
  vanna: number;
  charm: number;
  volga: number;
  speed: number;
  zomma: number;
  color: number;
  veta: number;
};

/** A record to compute into; all zero. */
export function emptyGreeks(): Greeks {
  return {
    price: 0,
    delta: 0,
    gamma: 0,
    vega: 0,
    theta: 0,
    rho: 0,
    vanna: 0,
    charm: 0,
    volga: 0,
    speed: 0,
    zomma: 0,
    color: 0,
    veta: 0,
  };
}

function setDensityGreeksToZero(into: Greeks): void {
  into.gamma = 0;
  into.vega = 0;
  into.vanna = 0;
  into.volga = 0;
  into.speed = 0;
  into.zomma = 0;
  into.color = 0;
  into.veta = 0;
}

/**
 * Writes Black–Scholes–Merton price and greeks into `into`.
 * Both densities come from one exponential: K·e^(−rT)·n(d2) = S·e^(−qT)·n(d1).
 */
export function greeks(input: BlackInput, into: Greeks): void {
  const { spot, strike, years, vol, rate, dividendYield } = input;
  const sqrtYears = Math.sqrt(years);
  const sd = vol * sqrtYears;
  const carry = (rate - dividendYield) * years;
  const middle = (logRatio(spot, strike) + carry) / sd;
  const d1 = middle + 0.5 * sd;
  const d2 = middle - 0.5 * sd;
  const spotDiscount = dividendYield === 0 ? 1 : Math.exp(-dividendYield * years);
  const presentSpot = spot * spotDiscount;
  const presentStrike = rate === 0 ? strike : strike * Math.exp(-rate * years);

  const pdf = normalPdf(d1);
  const tail1 = upperTail(Math.abs(d1), pdf);
  const tail2 = upperTail(Math.abs(d2), (pdf * presentSpot) / presentStrike);
  const side = input.isCall ? 1 : -1;
  const cdf1 = side * d1 > 0 ? 1 - tail1 : tail1;
  const cdf2 = side * d2 > 0 ? 1 - tail2 : tail2;
  const spotPart = side * presentSpot * cdf1;
  const strikePart = side * presentStrike * cdf2;

  // Far out of the money the two parts cancel to the last bit, and rounding could leave a negative price.
  into.price = Math.max(0, spotPart - strikePart);
  into.delta = side * spotDiscount * cdf1;
  into.rho = years * strikePart;
  into.theta = dividendYield * spotPart - rate * strikePart;
  into.charm = dividendYield * into.delta;
  if (pdf === 0) {
    setDensityGreeksToZero(into);
    return;
  }

  const density = spotDiscount * pdf;
  const gamma = density / (spot * sd);
  const vega = spot * density * sqrtYears;
  const d1PerYear = (2 * carry - d2 * sd) / (2 * years * sd);
  const d1d2 = d1 * d2;
  into.gamma = gamma;
  into.vega = vega;
  into.theta -= (vega * vol) / (2 * years);
  into.vanna = (-density * d2) / vol;
  into.charm -= density * d1PerYear;
  into.volga = (vega * d1d2) / vol;
  into.speed = (-gamma / spot) * (d1 / sd + 1);
  into.zomma = (gamma * (d1d2 - 1)) / vol;
  into.color = gamma * (dividendYield + 0.5 / years + d1 * d1PerYear);
  into.veta = vega * (dividendYield - 0.5 / years + d1 * d1PerYear);
}
