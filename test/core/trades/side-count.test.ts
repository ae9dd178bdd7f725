import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  NEWLY_LISTED,
  type SideCount,
  seenShare,
  settled,
  unseenCount,
  withTrades,
} from '../../../src/core/trades/side-count.ts';
import { SEED } from '../../support/arbitrary-chain.ts';
import { aMarketOfHolders, type Deed } from '../../support/holders.ts';
import { seededUniform } from '../../support/seeded.ts';

const act = fc.constantFrom<Deed['buyer']>('opens', 'opens', 'closes');
/** Trades between chains, chain after chain. */
const intervals = fc.array(fc.array(fc.record({ buyer: act, seller: act }), { maxLength: 12 }), {
  maxLength: 20,
});

/** What a watcher counts who gets a chain after each interval. */
function watched(
  market: ReturnType<typeof aMarketOfHolders>,
  start: SideCount,
  told: readonly (readonly Deed[])[],
): SideCount {
  return told.reduce((count, deeds) => {
    for (const deed of deeds) market.trade(deed);
    return settled(
      withTrades(count, market.traded(), market.openInterest()),
      market.openInterest(),
    );
  }, start);
}

describe('sides counted beside a market of individual holders', () => {
  it('give the true position of dealers where everything was opened under watch', () => {
    fc.assert(
      fc.property(intervals, fc.nat(), (told, seed) => {
        const market = aMarketOfHolders(seededUniform(seed));
        const count = watched(market, NEWLY_LISTED, told);
        expect(count.signedContracts).toBe(market.dealersNet());
        expect(count).toMatchObject({ unseenSides: 0, openContracts: market.openInterest() });
        expect(count.leftContracts).toBe(0);
      }),
      { seed: SEED },
    );
  });

  it.each([
    ['growing', 0.4],
    ['standing still', 0.5],
    ['shrinking', 0.55],
  ])(
    'give the true share of sides opened under watch on average, in a book that is %s',
    (_, closing) => {
      const errors = Array.from({ length: 150 }, (_, seed) => {
        const draw = seededUniform(seed);
        const market = aMarketOfHolders(draw);
        market.openUnseen(120, 0.7);
        const party = () => (draw() < closing ? 'closes' : 'opens');
        const told = Array.from({ length: 60 }, () =>
          Array.from(
            { length: 1 + Math.floor(draw() * 4) },
            () => ({ buyer: party(), seller: party() }) as const,
          ),
        );
        return seenShare(watched(market, unseenCount(120), told)) - market.seenShare();
      });
      const mean = errors.reduce((sum, error) => sum + error, 0) / errors.length;
      expect(Math.abs(mean)).toBeLessThan(0.01);
      expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.15);
    },
  );

  it('show what dealers had held before where everyone leaves', () => {
    for (const dealersLong of [0, 0.3, 1]) {
      const market = aMarketOfHolders(seededUniform(7));
      market.openUnseen(400, dealersLong);
      const heldBefore = market.dealersNet();
      const leaving = Array.from(
        { length: 400 },
        () => [{ buyer: 'closes', seller: 'closes' }] as const,
      );
      const count = watched(market, unseenCount(400), leaving);
      expect(market.openInterest()).toBeLessThan(30);
      expect(count.revealedSigned / count.evidenceContracts).toBeCloseTo(heldBefore / 400, 1);
    }
  });
});

describe('sides of any open interest and any trades', () => {
  const amount = fc.double({ min: 0, max: 500, noNaN: true });
  const interval = fc.record({
    openInterest: fc.oneof(fc.constant(0), amount),
    volumeContracts: amount,
    seen: fc.double({ min: 0, max: 1, noNaN: true }),
    signed: fc.double({ min: -1, max: 1, noNaN: true }),
    isSettled: fc.boolean(),
  });

  it('never leave their bounds', () => {
    fc.assert(
      fc.property(amount, fc.array(interval, { maxLength: 30 }), (open, drawn) => {
        let count = unseenCount(open);
        for (const { openInterest, volumeContracts, seen, signed, isSettled } of drawn) {
          const seenContracts = seen * volumeContracts;
          const traded = {
            volumeContracts,
            seenContracts,
            signedContracts: signed * seenContracts,
            lastMs: 0,
          };
          count = withTrades(count, traded, openInterest);
          if (isSettled) count = settled(count, openInterest);
          const { openContracts, unseenSides, signedContracts, revealedSigned, leftContracts } =
            count;
          for (const value of Object.values(count)) expect(Number.isFinite(value)).toBe(true);
          if (isSettled) expect(openContracts).toBe(openInterest);
          expect(openContracts).toBeGreaterThanOrEqual(0);
          expect(unseenSides).toBeGreaterThanOrEqual(0);
          expect(unseenSides).toBeLessThanOrEqual(2 * openContracts);
          expect(Math.abs(signedContracts)).toBeLessThanOrEqual(openContracts - unseenSides / 2);
          expect(Math.abs(revealedSigned)).toBeLessThanOrEqual(leftContracts * (1 + 1e-9) + 1e-9);
          expect(seenShare(count)).toBeGreaterThanOrEqual(0);
          expect(seenShare(count)).toBeLessThanOrEqual(1);
        }
      }),
      { seed: SEED },
    );
  });

  it('split the flow of contracts that were handed over between who came and who left unseen', () => {
    // Half of all sides are unseen. Of four that close two are, and of the eight sides of these trades two are those.
    const before = { ...unseenCount(10), unseenSides: 10 };
    const sold = { volumeContracts: 4, seenContracts: 4, signedContracts: -4, lastMs: 0 };
    expect(withTrades(before, sold, 10)).toEqual({
      openContracts: 10,
      unseenSides: 8,
      signedContracts: -3,
      revealedSigned: 1,
      leftContracts: 1,
      evidenceContracts: 0.25,
    });
  });

  it('call unseen what a trade does not sign, and what no trade explains', () => {
    const half = { volumeContracts: 10, seenContracts: 5, signedContracts: 5, lastMs: 0 };
    expect(seenShare(withTrades(NEWLY_LISTED, half, 10))).toBe(0.5);
    const whole = { volumeContracts: 10, seenContracts: 10, signedContracts: 10, lastMs: 0 };
    expect(seenShare(settled(withTrades(NEWLY_LISTED, whole, 40), 40))).toBe(0.25);
  });

  it("leave λ and dealers' share of what was seen as they are where contracts vanish without a trade", () => {
    const count = { ...unseenCount(40), unseenSides: 20, signedContracts: -15 };
    const less = settled(count, 10);
    expect(seenShare(less)).toBe(seenShare(count));
    expect(less.signedContracts).toBe(-15 / 4);
  });
});
