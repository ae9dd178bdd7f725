import type { QuotedContract } from '../../core/chain/chain.ts';
import type { ImpliedForward } from '../../core/chain/forward.ts';
import { twoSidedQuote } from '../../core/chain/two-sided-quote.ts';
import { impliedVol } from '../../core/math/implied-vol.ts';

/** What prices of one expiry hang on besides strike and vol. */
export type ExpiryTerms = {
  readonly spot: number;
  readonly forward: number;
  /** Discount factor to settlement. */
  readonly discount: number;
  /** Years of 365 days to settlement, above 0. */
  readonly years: number;
  /** The rate and yield that give discount and forward; continuous, per year. */
  readonly rate: number;
  readonly dividendYield: number;
};

/** The terms of an expiry whose forward and discount are known. */
export function expiryTerms(
  { forward, discount }: ImpliedForward,
  { spot, years }: { readonly spot: number; readonly years: number },
): ExpiryTerms {
  const rate = -Math.log(discount) / years;
  const dividendYield = rate - Math.log(forward / spot) / years;
  return { spot, forward, discount, years, rate, dividendYield };
}

/** Whether a contract would not be exercised at the forward; at the forward itself neither type would be. */
export function isOutOfTheMoney(contract: QuotedContract, { forward }: ExpiryTerms): boolean {
  const { type, strike } = contract;
  return type === 'call' ? strike >= forward : strike <= forward;
}

/** The vol that explains the mid of a two-sided quote, as a fraction per year; null where there is none. */
export function volOfMid(contract: QuotedContract, terms: ExpiryTerms): number | null {
  const quote = twoSidedQuote(contract);
  if (quote === null) return null;
  const { spot, years, rate, dividendYield } = terms;
  const price = quote.mid;
  const { strike, type } = contract;
  const isCall = type === 'call';
  const { iv } = impliedVol({ price, spot, strike, years, rate, dividendYield, isCall });
  return iv !== null && iv > 0 && Number.isFinite(iv) ? iv : null;
}
