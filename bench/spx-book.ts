import type { QuotedChain, QuotedContract } from '../src/core/chain/chain.ts';

const SPOT = 6000;
const EXPIRIES = 45;
const STRIKES_PER_EXPIRY = 245;
const DAY_MS = 86_400_000;
/** Any fixed day serves; the book must be the same in every run. */
const AS_OF_MS = Date.UTC(2026, 2, 2, 15, 30);

/** A multiplicative congruential generator (Park and Miller), so that the book is the same everywhere. */
function seededRandom(seed: number): () => number {
  const modulus = 2_147_483_647;
  let state = seed;
  return () => {
    state = (state * 48_271) % modulus;
    return state / modulus;
  };
}

function expiryDays(index: number): number {
  return index < 25 ? index + 0.2 : 25 + 18 * (index - 24);
}

/** Puts are held below spot and calls above, as in a real book, so that gamma turns over near spot. */
function shareOpen(type: 'call' | 'put', moneyness: number): number {
  const isOutOfTheMoney = type === 'call' ? moneyness > 0 : moneyness < 0;
  return isOutOfTheMoney ? 1 : 0.3;
}

/** A synthetic SPX-size chain: 45 expiries from five hours to a year, 22,050 contracts, each with a vol of its own. */
export function spxSizeChain(): QuotedChain {
  const random = seededRandom(20_260_302);
  const contracts: QuotedContract[] = [];
  for (let expiry = 0; expiry < EXPIRIES; expiry += 1) {
    const years = expiryDays(expiry) / 365;
    const width = 0.05 + 0.6 * Math.sqrt(years);
    for (let index = 0; index < STRIKES_PER_EXPIRY; index += 1) {
      const moneyness = width * (index / (STRIKES_PER_EXPIRY - 1) - 0.6);
      const strike = Math.round((SPOT * Math.exp(moneyness)) / 5) * 5;
      for (const type of ['call', 'put'] as const) {
        contracts.push({
          strike,
          expiryMs: AS_OF_MS + expiryDays(expiry) * DAY_MS,
          type,
          openInterest: Math.ceil(shareOpen(type, moneyness) * Math.exp(9 * random())),
          iv: 0.13 - 0.3 * moneyness + 0.01 * random(),
        });
      }
    }
  }
  return {
    name: 'synthetic:SPX',
    asOfMs: AS_OF_MS,
    spot: SPOT,
    rate: 0.045,
    dividendYield: 0.013,
    multiplier: 100,
    contracts,
    invalidRows: 0,
  };
}
