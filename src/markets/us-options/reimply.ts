import type { QuotedContract } from '../../core/chain/chain.ts';
import { twoSidedQuote } from '../../core/chain/two-sided-quote.ts';
import { emptyGreeks, greeks } from '../../core/math/black.ts';
import { type ExpiryTerms, isOutOfTheMoney, volOfMid } from './quote-vol.ts';

/** How vols that the venue does not know were found, and how often its own contradict its quotes. */
export type VolCounts = {
  /** From the mid of the contract's own two-sided quote. */
  readonly fromOwnQuote: number;
  /** From the other type at the same strike: by put–call parity the two have one vol. */
  readonly fromOtherSide: number;
  /** Still unknown. */
  readonly unexplained: number;
  /** Venue vols out of the money that could be held against a two-sided quote. */
  readonly checked: number;
  /** Those of them whose price lies outside the quote by more than its spread. The venue's vol is kept. */
  readonly disagreeing: number;
};

type Sides = { call?: QuotedContract; put?: QuotedContract };

/**
 * Gives the contracts of one expiry its forward and fills in unknown vols from quotes. The side out of the money
 * decides the vol of a strike: mids in the money carry half a wide spread, and American ones an exercise premium, that
 * a vol would have to explain. Where that side says nothing, the side in the money is used if even its bid is worth
 * more than exercise.
 */
export function reimplyExpiry(
  contracts: readonly QuotedContract[],
  terms: ExpiryTerms,
): { readonly contracts: readonly QuotedContract[]; readonly counts: VolCounts } {
  const counts = { fromOwnQuote: 0, fromOtherSide: 0, unexplained: 0, checked: 0, disagreeing: 0 };
  const { forward } = terms;
  // Only where something is missing is there anything to look up.
  const strikes = sidesByStrike(contracts.some(({ iv }) => iv === null) ? contracts : []);
  const filled = contracts.map((contract) => {
    if (contract.iv !== null) {
      const verdict = checkVol(contract, terms);
      if (verdict !== 'unchecked') counts.checked += 1;
      if (verdict === 'disagrees') counts.disagreeing += 1;
      return { ...contract, forward };
    }
    const { iv, source } = findVol(contract, strikes.get(contract.strike) ?? {}, terms);
    counts[source] += 1;
    return { ...contract, iv, forward };
  });
  return { contracts: filled, counts };
}

function sidesByStrike(contracts: readonly QuotedContract[]): Map<number, Sides> {
  const strikes = new Map<number, Sides>();
  for (const contract of contracts) {
    const sides = strikes.get(contract.strike) ?? {};
    sides[contract.type] = contract;
    strikes.set(contract.strike, sides);
  }
  return strikes;
}

type Found =
  | { readonly iv: number; readonly source: 'fromOwnQuote' | 'fromOtherSide' }
  | { readonly iv: null; readonly source: 'unexplained' };

function findVol(contract: QuotedContract, sides: Sides, terms: ExpiryTerms): Found {
  const isOutside = isOutOfTheMoney(contract, terms);
  if (!isOutside) {
    const other = contract.type === 'call' ? sides.put : sides.call;
    const iv = other === undefined ? null : (other.iv ?? volOfMid(other, terms));
    if (iv !== null) return { iv, source: 'fromOtherSide' };
  }
  const isWorthKeeping = isOutside || (contract.bid ?? 0) > exerciseValue(contract, terms);
  const iv = isWorthKeeping ? volOfMid(contract, terms) : null;
  return iv === null ? { iv, source: 'unexplained' } : { iv, source: 'fromOwnQuote' };
}

function exerciseValue({ type, strike }: QuotedContract, terms: ExpiryTerms): number {
  const { forward, discount } = terms;
  return discount * (type === 'call' ? forward - strike : strike - forward);
}

const answer = emptyGreeks();

function checkVol(
  contract: QuotedContract,
  terms: ExpiryTerms,
): 'agrees' | 'disagrees' | 'unchecked' {
  const quote = twoSidedQuote(contract);
  const { iv, strike, type } = contract;
  if (quote === null || iv === null || !isOutOfTheMoney(contract, terms)) return 'unchecked';
  const { spot, years, rate, dividendYield } = terms;
  const isCall = type === 'call';
  greeks({ spot, strike, years, vol: iv, rate, dividendYield, isCall }, answer);
  const outside = Math.abs(answer.price - quote.mid) - quote.spread / 2;
  return outside > quote.spread ? 'disagrees' : 'agrees';
}
