import { describe, expect, it } from 'vitest';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import { CHAIN_FILE_TERMS } from '../../../src/core/chain/settlement-terms.ts';
import { levelsOf } from '../../../src/core/exposure/levels-of.ts';
import { messageNumbers } from '../../../src/core/exposure/message-numbers.ts';
import { aChain } from '../../support/a-chain.ts';

const DAY_MS = 86_400_000;
const START_MS = Date.UTC(2026, 2, 2, 15, 30);

type Terms = {
  readonly day?: number;
  readonly spot?: number;
  readonly puts?: number;
  readonly lastDay?: number;
};

/** Calls above, puts below: dealers turn long as spot rises, near 100. */
function chainOf({ day = 0, spot = 100, puts = 100, lastDay = 20 }: Terms) {
  const contracts = [
    { strike: 97, type: 'put' as const, openInterest: puts },
    { strike: 103, openInterest: 100 },
  ].map((each) => ({ ...each, days: lastDay - day, iv: 0.2 }));
  return cleanChain(aChain({ asOfMs: START_MS + day * DAY_MS, spot, contracts }));
}

function numbersOf(series: readonly Terms[]) {
  return messageNumbers(
    series.map((terms) => ({ chain: chainOf(terms), terms: CHAIN_FILE_TERMS, hedge: null })),
  );
}

describe('what messages say of a series', () => {
  it('is the levels of each line, and why the flip moved since the line before', () => {
    const [first, second] = numbersOf([{}, { day: 1, puts: 140 }]);
    expect(first?.attribution).toBeNull();
    const flipOf = (terms: Terms) => {
      const { flip } = levelsOf(chainOf(terms), { symbol: 'x', venue: 'x' });
      return flip.status === 'found' ? flip.spot : Number.NaN;
    };
    expect(second?.attribution?.from).toBeCloseTo(flipOf({}), 9);
    expect(second?.attribution?.to).toBeCloseTo(flipOf({ day: 1, puts: 140 }), 9);
    expect(second?.attribution?.since).toBe('2026-03-02T15:30:00Z');
    expect(first).toMatchObject({ callWall: 103, putWall: 97, futureBasis: null });
  });

  it('says whether a change of side came by price or by level', () => {
    const byPrice = numbersOf([{ spot: 108 }, { day: 1, spot: 92 }]);
    expect(byPrice[0]?.sideChange).toBeNull();
    expect(byPrice[1]?.sideChange).toMatchObject({ from: 'long', to: 'short', moved: 'price' });
    const byLevel = numbersOf([{ puts: 60 }, { day: 1, puts: 170 }]);
    expect(byLevel[1]?.sideChange).toMatchObject({ from: 'long', to: 'short', moved: 'level' });
    expect(byLevel[1]?.sideChange?.spotChange).toBe(0);
    expect(numbersOf([{ spot: 108 }, { day: 1, spot: 107 }])[1]?.sideChange).toBeNull();
  });

  it('has realised vol from 20 returns on and a percentile from 60 days on, of the days before alone', () => {
    const days = Array.from({ length: 62 }, (_, day) => ({
      day,
      spot: day % 2 === 0 ? 100 : 101,
      puts: 200 - day,
      lastDay: 200,
    }));
    const numbers = numbersOf(days);
    expect(numbers.map(({ realisedVol }) => realisedVol === null).lastIndexOf(true)).toBe(20);
    expect(numbers[40]?.realisedVol?.vol).toBeCloseTo(Math.sqrt(365) * Math.log(1.01), 9);
    expect(numbers.map(({ history }) => history.sessions)).toEqual(days.map(({ day }) => day));
    expect(numbers[59]?.history.percentile).toBeNull();
    const earlier = days.slice(0, 60).map((day) => ({
      gexUsd: levelsOf(chainOf(day), { symbol: 'x', venue: 'x' }).gexUsd,
    }));
    const own = levelsOf(chainOf(days[60] ?? {}), { symbol: 'x', venue: 'x' }).gexUsd;
    const below = earlier.filter(({ gexUsd }) => gexUsd < own).length;
    expect(numbers[60]?.history.percentile).toBeCloseTo(below / 60, 12);
  });
});
