import type { Chain } from '../src/core/chain/chain.ts';
import { cleanChain } from '../src/core/chain/clean.ts';
import { type DealerBook, dealerBook } from '../src/core/exposure/dealer-book.ts';
import { gammaBook } from '../src/core/exposure/gamma-book.ts';
import { gammaProfile, logGrid } from '../src/core/exposure/profile.ts';
import { SIGN_MODELS } from '../src/core/exposure/sign-model.ts';
import { type BenchRow, benchRows } from './measure.ts';
import { spxSizeChain } from './spx-book.ts';

const LEVELS = 401;
const GRID = logGrid(Math.log(0.75), Math.log(1.25), LEVELS);
const INV_SQRT_2PI = 0.3989422804014327;

/** The usual loop over typed arrays: a logarithm, a square root and an exponential at every point. */
function profileByRival({ chain, units }: DealerBook): Float64Array {
  const { strike, years, vol, dividendYield, rate, spot, size } = chain;
  const net = new Float64Array(GRID.count);
  for (let j = 0; j < GRID.count; j += 1) {
    const level = spot * Math.exp(GRID.low + j * GRID.step);
    let sum = 0;
    for (let row = 0; row < size; row += 1) {
      const t = years[row] ?? 0;
      const sigma = vol[row] ?? 0;
      const q = dividendYield[row] ?? 0;
      const sd = sigma * Math.sqrt(t);
      const d1 = (Math.log(level / (strike[row] ?? 0)) + (rate - q + 0.5 * sigma * sigma) * t) / sd;
      sum += ((units[row] ?? 0) * Math.exp(-q * t - 0.5 * d1 * d1)) / sd;
    }
    net[j] = sum * INV_SQRT_2PI * level * 0.01;
  }
  return net;
}

function largestDifference(book: DealerBook): string {
  const { net, gross } = gammaProfile(gammaBook(book), GRID);
  const differences = profileByRival(book).map(
    (value, j) => Math.abs(value - (net[j] ?? 0)) / (gross[j] ?? 0),
  );
  return `largest difference ${Math.max(...differences).toExponential(1)} of gross`;
}

/** The gamma profile of an SPX-size book on 401 levels, preparation included, beside the loop that everybody writes. */
export function benchProfile(): readonly BenchRow[] {
  const chain: Chain = cleanChain(spxSizeChain());
  const book = dealerBook(chain, SIGN_MODELS.naive);
  const items = chain.size * LEVELS;
  const error = largestDifference(book);
  return benchRows(`gamma profile, ${chain.size} contracts x ${LEVELS} levels`, [
    {
      name: 'hedgeflow, recurrence',
      items,
      error,
      run: () => gammaProfile(gammaBook(book), GRID),
    },
    {
      name: 'typed arrays; log, sqrt, exp at every point',
      items,
      error: 'reference',
      run: () => profileByRival(book),
    },
  ]);
}
