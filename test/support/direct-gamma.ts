import type { QuotedChain } from '../../src/core/chain/chain.ts';

const YEAR_MS = 365 * 86_400_000;

/** Dealers' net and gross gamma at a spot, dollars per +1 %, by the textbook formula contract by contract. */
export function directGamma(chain: QuotedChain, spot: number): { net: number; gross: number } {
  let net = 0;
  let gross = 0;
  for (const contract of chain.contracts) {
    const years = (contract.expiryMs - chain.asOfMs) / YEAR_MS;
    const deviation = (contract.iv ?? Number.NaN) * Math.sqrt(years);
    const carry = (chain.rate - chain.dividendYield) * years;
    const d1 = (Math.log(spot / contract.strike) + carry) / deviation + deviation / 2;
    const density = Math.exp(-(d1 ** 2) / 2) / Math.sqrt(2 * Math.PI);
    const gamma = (Math.exp(-chain.dividendYield * years) * density) / (spot * deviation);
    const held = (contract.openInterest ?? Number.NaN) * chain.multiplier;
    const size = 0.01 * held * gamma * spot ** 2;
    net += contract.type === 'call' ? size : -size;
    gross += size;
  }
  return { net, gross };
}
