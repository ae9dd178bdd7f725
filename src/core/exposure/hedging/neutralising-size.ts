import type { Chain } from '../../chain/chain.ts';
import { emptyGreeks, greeks } from '../../math/black.ts';
import { logRatio } from '../../math/log-ratio.ts';
import type { DealerBook } from '../dealer-book.ts';
import type { ContractExposures } from '../exposure.ts';

const PER_PERCENT = 0.01;

/** Options at the money of one expiry whose gamma is as large as the book's, with the other sign. */
export type NeutralisingSize = {
  readonly expiryMs: number;
  /** The listed strike nearest to the forward. */
  readonly strike: number;
  /** Contracts that dealers would have to buy (negative: sell) for a net gamma of zero at spot. */
  readonly contracts: number;
  /** The same in units of the underlying. */
  readonly units: number;
};

/** One size an expiry, in time order; expiries whose nearest strike has no gamma at spot are left out. */
export function neutralisingSizes(
  { chain }: DealerBook,
  { gex }: ContractExposures,
): readonly NeutralisingSize[] {
  const gexOfBook = gex.reduce((sum, each) => sum + each, 0);
  const nearest = new Map<number, { readonly row: number; readonly distance: number }>();
  for (let row = 0; row < chain.size; row++) {
    const growth = (chain.rate - (chain.dividendYield[row] ?? 0)) * (chain.years[row] ?? 0);
    const distance = Math.abs(logRatio(chain.spot, chain.strike[row] ?? 0) + growth);
    const expiryMs = chain.expiryMs[row] ?? 0;
    const best = nearest.get(expiryMs);
    if (best === undefined || distance < best.distance) nearest.set(expiryMs, { row, distance });
  }
  return [...nearest.entries()]
    .toSorted(([a], [b]) => a - b)
    .flatMap(([expiryMs, { row }]) => {
      const needed = -gexOfBook / gexOfUnit(chain, row);
      const contracts = needed / (chain.multiplier[row] ?? 1);
      if (!Number.isFinite(needed) || !Number.isFinite(contracts)) return [];
      return [{ expiryMs, strike: chain.strike[row] ?? 0, contracts, units: needed }];
    });
}

/** Dollars of delta per +1 % of one unit of a contract held, whoever holds it. */
function gexOfUnit({ spot, rate, ...columns }: Chain, row: number): number {
  const one = emptyGreeks();
  const contract = {
    spot,
    rate,
    strike: columns.strike[row] ?? 0,
    years: columns.years[row] ?? 0,
    vol: columns.vol[row] ?? 0,
    dividendYield: columns.dividendYield[row] ?? 0,
    isCall: columns.isCall[row] === 1,
  };
  greeks(contract, one);
  return one.gamma * spot * spot * PER_PERCENT;
}
