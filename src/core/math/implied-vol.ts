import { impliedTotalVol } from './implied-total-vol.ts';
import { logRatio } from './log-ratio.ts';

/** Smaller doubles have lost their digits, and a vol with them. */
const SMALLEST_NORMAL = 2 ** -1022;

/** The price of one European option and what it hangs on. Years must be > 0. */
export type ImpliedVolInput = {
  price: number;
  spot: number;
  strike: number;
  /** Time to expiry, 365-day years. */
  years: number;
  /** Continuous, per year. */
  rate: number;
  dividendYield: number;
  isCall: boolean;
};

/** The vol (fraction per year) that explains a price, or why there is none. */
export type ImpliedVol =
  | { readonly status: 'ok'; readonly iv: number }
  | { readonly status: 'intrinsic'; readonly iv: 0 }
  | { readonly status: 'below-intrinsic' | 'above-maximum'; readonly iv: null };

/**
 * Implied vol to machine precision, as far as the price carries it.
 * The intrinsic value goes through expm1 and the log-moneyness through log1p, so that a price minutes from
 * expiry is not drowned by the rounding of its own inputs. The present values of spot and strike must be
 * within the range of numbers.
 */
export function impliedVol(input: ImpliedVolInput): ImpliedVol {
  const { price, years, rate, dividendYield, isCall } = input;
  const logMoneyness = logRatio(input.spot, input.strike) + (rate - dividendYield) * years;
  const presentSpot = input.spot * Math.exp(-dividendYield * years);
  const presentStrike = input.strike * Math.exp(-rate * years);
  const inTheMoney = isCall ? logMoneyness > 0 : logMoneyness < 0;
  const intrinsic = inTheMoney ? Math.abs(presentStrike * Math.expm1(logMoneyness)) : 0;
  const scale = Math.sqrt(presentSpot) * Math.sqrt(presentStrike);
  const beta = (price - intrinsic) / scale;
  if (beta < 0) return { status: 'below-intrinsic', iv: null };
  if (beta < SMALLEST_NORMAL) return { status: 'intrinsic', iv: 0 };
  const complement = ((isCall ? presentSpot : presentStrike) - price) / scale;
  if (complement < SMALLEST_NORMAL) return { status: 'above-maximum', iv: null };
  const totalVol = impliedTotalVol({ beta, complement, x: -Math.abs(logMoneyness) });
  return { status: 'ok', iv: totalVol / Math.sqrt(years) };
}
