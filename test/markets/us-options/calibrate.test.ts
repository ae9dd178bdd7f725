import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { QuotedContract } from '../../../src/core/chain/chain.ts';
import { emptyGreeks, greeks } from '../../../src/core/math/black.ts';
import { calibrate } from '../../../src/markets/us-options/calibrate.ts';
import type { UsChain } from '../../../src/markets/us-options/us-chain.ts';
import { cboeFixture, readCsv, readJson, spxDocument } from '../../support/cboe-fixtures.ts';

const DAY_MS = 86_400_000;
const SPOT = 5000;
const CLOSE_MS = Date.parse('2025-06-11T20:00:00Z');
const STRIKES = Array.from({ length: 21 }, (_, index) => SPOT * (0.9 + 0.01 * index));

type World = {
  /** When the quotes were made. */
  readonly quotedMs: number;
  readonly vol: number;
  readonly rate: number;
  readonly dividendYield: number;
  /** What the venue says of a contract, given what is true. */
  readonly stated?: (contract: QuotedContract) => Partial<QuotedContract>;
};

/** A document of three expiries whose mids are exact, made at `statedMs` on or after the session of 11 June 2025. */
function aDocument(world: World, statedMs: number): UsChain {
  const { quotedMs, vol, rate, dividendYield, stated = () => ({}) } = world;
  const contracts = [2, 9, 100].flatMap((days) => {
    const expiryMs = CLOSE_MS + days * DAY_MS;
    const years = (expiryMs - quotedMs) / (365 * DAY_MS);
    return STRIKES.flatMap((strike) =>
      (['call', 'put'] as const).map((type): QuotedContract => {
        const into = emptyGreeks();
        const isCall = type === 'call';
        greeks({ spot: SPOT, strike, years, vol, rate, dividendYield, isCall }, into);
        const half = Math.min(0.05, into.price / 2);
        const quote = { bid: into.price - half, ask: into.price + half };
        const contract = { strike, expiryMs, type, openInterest: 1, iv: vol, ...quote };
        return { ...contract, ...stated(contract) };
      }),
    );
  });
  const size = contracts.length;
  return {
    chain: {
      name: 'cboe:SPX',
      asOfMs: statedMs,
      spot: SPOT,
      rate: 0,
      dividendYield: 0,
      multiplier: 100,
      contracts,
      invalidRows: 0,
    },
    symbol: 'SPX',
    session: '2025-06-11',
    openInterestSession: '2025-06-11',
    counts: {
      listed: size,
      read: size,
      unreadable: 0,
      adjusted: 0,
      foreign: 0,
      duplicate: 0,
      contradicted: 0,
    },
    caveats: [],
  };
}

const market = fc.record({
  vol: fc.double({ min: 0.08, max: 0.6, noNaN: true }),
  rate: fc.double({ min: 0, max: 0.06, noNaN: true }),
  dividendYield: fc.double({ min: 0, max: 0.03, noNaN: true }),
});

describe('calibrating a document', () => {
  it('finds unknown vols from the quotes, whatever rate and yield they hide', () => {
    fc.assert(
      fc.property(market, (terms) => {
        const stated = () => ({ iv: null });
        const document = aDocument({ ...terms, quotedMs: CLOSE_MS, stated }, CLOSE_MS + 2 * DAY_MS);
        const { chain, vols } = calibrate(document, 0);
        for (const { iv, bid, ask, strike } of chain.contracts) {
          // A quote narrower than its own rounding, far from the money, tells no vol.
          if (iv === null || (bid ?? 0) < 1e-6 || (ask ?? 0) < 0.1) continue;
          expect(Math.abs(iv / terms.vol - 1), `strike ${strike}`).toBeLessThan(0.02);
        }
        expect(vols.checked).toBe(0);
        expect(vols.fromOwnQuote + vols.fromOtherSide + vols.unexplained).toBe(
          chain.contracts.length,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('gives each expiry the forward of its quotes', () => {
    const terms = { vol: 0.15, rate: 0.045, dividendYield: 0.013 };
    const { chain } = calibrate(aDocument({ ...terms, quotedMs: CLOSE_MS }, CLOSE_MS), 0);
    for (const { forward, expiryMs } of chain.contracts) {
      const years = (expiryMs - chain.asOfMs) / (365 * DAY_MS);
      const expected = SPOT * Math.exp((terms.rate - terms.dividendYield) * years);
      expect(Math.abs((forward ?? 0) / expected - 1)).toBeLessThan(1e-5);
    }
  });

  it('takes the vol of a strike from its side out of the money', () => {
    const stated = ({ type, strike }: QuotedContract) => {
      const isDeep = type === 'call' && strike < SPOT * 0.95;
      return isDeep ? { iv: null, bid: 1, ask: 900 } : {};
    };
    const world = { vol: 0.2, rate: 0.04, dividendYield: 0.01, quotedMs: CLOSE_MS, stated };
    const { chain, vols } = calibrate(aDocument(world, CLOSE_MS), 0);
    expect(vols).toMatchObject({ fromOtherSide: 15, fromOwnQuote: 0, unexplained: 0 });
    expect(chain.contracts.every(({ iv }) => iv === 0.2)).toBe(true);
  });

  it('keeps a venue vol that its quote contradicts, and counts it', () => {
    const stated = ({ type, strike }: QuotedContract) =>
      type === 'put' && strike === SPOT * 0.98 ? { iv: 0.9 } : {};
    const world = { vol: 0.2, rate: 0.04, dividendYield: 0.01, quotedMs: CLOSE_MS, stated };
    const { chain, vols } = calibrate(aDocument(world, CLOSE_MS), 0);
    expect(vols.disagreeing).toBe(3);
    expect(chain.contracts.filter(({ iv }) => iv === 0.9)).toHaveLength(3);
  });

  it('leaves a vol unknown where no quote tells it', () => {
    const stated = () => ({ iv: null, bid: null });
    const world = { vol: 0.2, rate: 0.04, dividendYield: 0.01, quotedMs: CLOSE_MS, stated };
    const { chain, vols } = calibrate(aDocument(world, CLOSE_MS), 0);
    expect(vols.unexplained).toBe(chain.contracts.length);
    expect(chain.contracts.every(({ iv }) => iv === null)).toBe(true);
  });

  it('counts time from the close on the weekend after it', () => {
    const world = { vol: 0.2, rate: 0.04, dividendYield: 0.01, quotedMs: CLOSE_MS };
    const { chain } = calibrate(aDocument(world, CLOSE_MS + 1.8 * DAY_MS), 0);
    expect(chain.asOfMs).toBe(CLOSE_MS);
  });

  it('counts time from fifteen minutes ago where quotes have moved on after the close', () => {
    const quotedMs = CLOSE_MS + 0.5 * DAY_MS;
    const world = { vol: 0.2, rate: 0.04, dividendYield: 0.01, quotedMs };
    const { chain } = calibrate(aDocument(world, quotedMs + 15 * 60_000), 0);
    expect(chain.asOfMs).toBe(quotedMs);
  });

  it('counts time from fifteen minutes ago during the session', () => {
    const { chain } = calibrate(readJson(spxDocument()), 0);
    expect(new Date(chain.asOfMs).toISOString()).toBe('2025-06-11T18:30:03.000Z');
  });

  it('finds in a download without vols those that the same download states', () => {
    const stated = new Map(
      readCsv(cboeFixture('english-us.csv')).chain.contracts.map((each) => [
        each.instrument,
        each.iv,
      ]),
    );
    const { chain } = calibrate(readCsv(cboeFixture('spreadsheet.csv')), 0.04);
    const near = chain.contracts.filter(
      ({ strike, expiryMs }) => Math.abs(strike / SPOT - 1) < 0.05 && expiryMs > CLOSE_MS,
    );
    expect(near).toHaveLength(30);
    for (const { iv, instrument } of near) {
      expect(Math.abs((iv ?? 0) / (stated.get(instrument) ?? 0) - 1), instrument).toBeLessThan(
        0.03,
      );
    }
  });
});
