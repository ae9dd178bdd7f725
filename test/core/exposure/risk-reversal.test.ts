import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { riskReversal25Delta } from '../../../src/core/exposure/risk-reversal.ts';
import { termStructure } from '../../../src/core/exposure/term-structure.ts';
import { aChain, type ContractTerms } from '../../support/a-chain.ts';

const HORIZON_YEARS = 30 / 365;
/** Quantiles of the standard normal, from tables: the d1 of calls of 20, 25, 30 and 45 delta. */
const D1 = { 20: -0.8416212335729143, 25: -0.6744897501960817, 30: -0.5244005127080407 };

/** The out-of-the-money option of a forward delta that has this vol: its strike follows from both. */
function atDelta(
  type: 'call' | 'put',
  d1: number,
  { days, vol, forward = 100 }: { days: number; vol: number; forward?: number },
): ContractTerms {
  const deviation = vol * Math.sqrt(days / 365);
  const distance = type === 'call' ? -d1 : d1;
  const strike = forward * Math.exp(distance * deviation + (deviation * deviation) / 2);
  return { type, strike, days, iv: vol, forward };
}

function reversalOf(contracts: readonly ContractTerms[]) {
  return riskReversal25Delta(cleanChain(aChain({ contracts })), HORIZON_YEARS);
}

function wings(days: number, call: number, put: number, forward = 100) {
  return [D1[20], D1[30]].flatMap((d1) => [
    atDelta('call', d1, { days, vol: call, forward }),
    atDelta('put', d1, { days, vol: put, forward }),
  ]);
}

describe('the 25-delta risk reversal', () => {
  it('is the vol of the call less that of the put where each is 25 delta to the forward', () => {
    expect(reversalOf(wings(30, 0.5, 0.62))).toBeCloseTo(-0.12, 10);
    expect(reversalOf(wings(30, 0.7, 0.6, 108))).toBeCloseTo(0.1, 10);
  });

  it('takes the strike of 25 delta itself where it is listed', () => {
    const smile = [
      atDelta('call', D1[30], { days: 30, vol: 0.4 }),
      atDelta('call', D1[25], { days: 30, vol: 0.45 }),
      atDelta('call', D1[20], { days: 30, vol: 0.8 }),
      atDelta('put', D1[30], { days: 30, vol: 0.5 }),
      atDelta('put', D1[25], { days: 30, vol: 0.6 }),
      atDelta('put', D1[20], { days: 30, vol: 0.9 }),
    ];
    expect(reversalOf(smile)).toBeCloseTo(-0.15, 10);
  });

  it('goes between strikes by total variance in delta', () => {
    const call = [
      atDelta('call', D1[30], { days: 30, vol: 0.4 }),
      atDelta('call', D1[20], { days: 30, vol: 0.6 }),
    ];
    const put = [D1[20], D1[30]].map((d1) => atDelta('put', d1, { days: 30, vol: 0.5 }));
    const between = Math.sqrt((0.4 ** 2 + 0.6 ** 2) / 2);
    expect(reversalOf([...call, ...put])).toBeCloseTo(between - 0.5, 10);
  });

  it('goes between expiries by total variance in time', () => {
    const contracts = [...wings(20, 0.6, 0.8), ...wings(40, 0.5, 0.6)];
    const at30 = (near: number, far: number) =>
      Math.sqrt((near ** 2 * 20 + far ** 2 * 40) / 2 / 30);
    expect(reversalOf(contracts)).toBeCloseTo(at30(0.6, 0.5) - at30(0.8, 0.6), 10);
  });

  it('is absent where strikes or expiries do not surround it', () => {
    expect(reversalOf(wings(20, 0.6, 0.8))).toBeNull();
    expect(reversalOf(wings(40, 0.6, 0.8))).toBeNull();
    expect(reversalOf(wings(30, 0.6, 0.8).filter(({ type }) => type === 'call'))).toBeNull();
    expect(reversalOf([atDelta('call', D1[20], { days: 30, vol: 1 })])).toBeNull();
    expect(reversalOf([])).toBeNull();
  });
});

describe('the term structure', () => {
  it('is the vol at the forward of each expiry, ascending in time', () => {
    const smile = (days: number, forward: number) =>
      [95, 105].map((strike) => ({ strike, days, forward, iv: strike === 95 ? 0.6 : 0.4 }));
    const at = (forward: number) => {
      const share = Math.log(forward / 95) / Math.log(105 / 95);
      return 0.6 - 0.2 * share;
    };
    const chain = aChain({ contracts: [...smile(60, 102), ...smile(7, 100), ...smile(9, 120)] });
    const terms = termStructure(cleanChain(chain)).map(({ expiryMs, vol }) => ({
      days: (expiryMs - chain.asOfMs) / 86_400_000,
      vol,
    }));
    expect(terms).toEqual([
      { days: 7, vol: expect.closeTo(at(100), 12) },
      { days: 60, vol: expect.closeTo(at(102), 12) },
    ]);
  });
});
