import { describe, expect, it } from 'vitest';
import type { QuotedChain, QuotedContract } from '../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { sessionLevels } from '../../../src/core/exposure/session-levels.ts';
import { DERIBIT_TERMS } from '../../../src/markets/deribit/settlement.ts';
import { usTerms } from '../../../src/markets/us-options/settlement.ts';
import { someLevels } from '../../support/market-view.ts';
import { quotedExpiry } from '../../support/quoted-expiry.ts';

const NOON = Date.parse('2026-11-24T17:00:00Z');
const CLOSE = Date.parse('2026-11-24T21:00:00Z');
/** The front future settles on the opening print of 18 December. */
const FRONT = Date.parse('2026-12-18T14:30:00Z');
const SPOT = 7_400;
const RATE = 0.04;
const YIELD = 0.012;
const ES = { settlement: usTerms('SPX'), hedge: { name: 'ES', usdPerPoint: 50 } };
const NOTHING = {
  flip: { status: 'none_long' as const, roots: [], minorRoots: [] },
  own: { straddle: null, touchOdds: null },
  earlier: null,
};

function contract(terms: Partial<QuotedContract>): QuotedContract {
  return { strike: SPOT, expiryMs: CLOSE, type: 'call', openInterest: 10, iv: 0.15, ...terms };
}

function chainWith(contracts: readonly QuotedContract[], overrides: Partial<QuotedChain> = {}) {
  return cleanChain({
    ...{ name: 'cboe:SPX', asOfMs: NOON, spot: SPOT, rate: RATE, dividendYield: 0 },
    ...{ multiplier: 100, invalidRows: 0, contracts },
    ...overrides,
  });
}

const YEARS = (FRONT - NOON) / (365 * 86_400_000);
const FRONT_SERIES = quotedExpiry({
  ...{ spot: SPOT, years: YEARS, vol: 0.15, rate: RATE, dividendYield: YIELD },
  ...{ spread: 0.4, strikes: 81 },
}).flatMap(({ strike, callBid, callAsk, putBid, putAsk }) => [
  contract({ strike, expiryMs: FRONT, type: 'call', bid: callBid, ask: callAsk }),
  contract({ strike, expiryMs: FRONT, type: 'put', bid: putBid, ask: putAsk }),
]);

describe('the basis of the future', () => {
  it('is the forward of its own AM series less spot', () => {
    const { futureBasis } = sessionLevels(chainWith(FRONT_SERIES), ES, NOTHING);
    expect(futureBasis?.name).toBe('ES');
    expect(futureBasis?.usd).toBeCloseTo(SPOT * Math.expm1((RATE - YIELD) * YEARS), 1);
  });

  it('stays that of an earlier reading of the day, and where spot comes from elsewhere', () => {
    const known = { name: 'ES', usd: 99 };
    const earlier = { ...someLevels(), futureBasis: known };
    const sameDay = { ...earlier, dataTimeMs: NOON - 3_600_000 };
    const dayBefore = { ...earlier, dataTimeMs: NOON - 20 * 3_600_000 };
    const chain = chainWith(FRONT_SERIES);
    const basisAfter = (before: typeof earlier, of = chain) =>
      sessionLevels(of, ES, { ...NOTHING, earlier: before }).futureBasis?.usd;
    expect(basisAfter(sameDay)).toBe(99);
    expect(basisAfter(dayBefore)).toBeCloseTo(14, 0);
    expect(basisAfter(dayBefore, chainWith(FRONT_SERIES, { spotFrom: 'SPY' }))).toBe(99);
  });

  it('is absent without that series, without a future, and in other markets', () => {
    expect(sessionLevels(chainWith([contract({})]), ES, NOTHING).futureBasis).toBeNull();
    const chain = chainWith(FRONT_SERIES);
    expect(sessionLevels(chain, { ...ES, hedge: null }, NOTHING).futureBasis).toBeNull();
    const coin = { ...ES, settlement: DERIBIT_TERMS };
    expect(sessionLevels(chain, coin, NOTHING)).toMatchObject({ futureBasis: null, sameDay: null });
  });
});

describe('trades of the day in its own expiry', () => {
  const traded = [
    contract({ volume: 700, openInterest: 10 }),
    contract({ type: 'put', volume: 300, openInterest: 20 }),
    contract({ expiryMs: FRONT, volume: 5_000, openInterest: 900 }),
  ];

  it('are those that settle at its close, beside their open interest', () => {
    expect(sessionLevels(chainWith(traded), ES, NOTHING).sameDay).toEqual({
      volume: 1_000,
      openInterest: 30,
    });
  });

  it('are unknown before the open and where no volume is stated', () => {
    const early = chainWith(traded, { asOfMs: Date.parse('2026-11-24T13:45:00Z') });
    expect(sessionLevels(early, ES, NOTHING).sameDay).toBeNull();
    expect(sessionLevels(chainWith([contract({})]), ES, NOTHING).sameDay).toBeNull();
  });
});

describe('the straddle of the last close', () => {
  const quotedMs = NOON - 20 * 3_600_000;
  const earlier = { ...someLevels(), straddle: { settlesMs: CLOSE, usd: 49, quotedMs } };

  it('stands in where the quotes of the morning give none', () => {
    const { straddle } = sessionLevels(chainWith([contract({})]), ES, { ...NOTHING, earlier });
    expect(straddle).toEqual(earlier.straddle);
  });

  it('does not outlive its settlement, nor replace one that is quoted', () => {
    const settled = { ...earlier, straddle: { ...earlier.straddle, settlesMs: NOON - 1 } };
    const chain = chainWith([contract({})]);
    expect(sessionLevels(chain, ES, { ...NOTHING, earlier: settled }).straddle).toBeNull();
    const own = { straddle: { settlesMs: CLOSE, usd: 51, quotedMs: NOON }, touchOdds: 0.2 };
    expect(sessionLevels(chain, ES, { ...NOTHING, own, earlier })).toMatchObject(own);
  });
});
