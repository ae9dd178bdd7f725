import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inhibition } from '../../../src/core/alerts/inhibit.ts';
import type { DataCaveat, QuotedChain, QuotedContract } from '../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import type { Grade } from '../../../src/core/exposure/companions.ts';
import { gradeOf, isWithheld, levelsWhenRead } from '../../../src/core/exposure/grade.ts';
import type { Levels } from '../../../src/core/exposure/levels.ts';
import { levelsOf } from '../../../src/core/exposure/levels-of.ts';
import { emptyGreeks, greeks } from '../../../src/core/math/black.ts';
import { aChain } from '../../support/a-chain.ts';
import { SEED } from '../../support/arbitrary-chain.ts';
import { nonFiniteNumbersIn } from '../../support/finite.ts';
import { someLevels } from '../../support/market-view.ts';

const LISTING = { symbol: 'X', venue: 'test' };
const DAY_MS = 86_400_000;
const LETTERS = 'ABCDF';

/** A chain in which nothing is wrong: pairs of every strike, quotes around the price of their vol, forwards on the curve. */
function soundChain(step = 2): QuotedChain {
  const into = emptyGreeks();
  const vol = 0.5;
  const contracts = [1, 8, 30, 90].flatMap((days) =>
    Array.from({ length: 60 / step + 1 }, (_, index) => 70 + step * index).flatMap((strike) =>
      (['call', 'put'] as const).map((type) => {
        const years = days / 365;
        const isCall = type === 'call';
        greeks({ spot: 100, strike, years, vol, rate: 0, dividendYield: -0.05, isCall }, into);
        const forward = 100 * Math.exp(0.05 * years);
        const quote = { bid: into.price * 0.98, ask: into.price * 1.02 };
        return { strike, type, days, iv: vol, openInterest: 10, forward, ...quote };
      }),
    ),
  );
  return aChain({ contracts });
}

function gradeOfChain(chain: QuotedChain, earlier: Levels | null = null): Grade {
  return gradeOf(cleanChain(chain), earlier);
}

function letterOf(chain: QuotedChain, earlier: Levels | null = null): string {
  return gradeOfChain(chain, earlier).letter;
}

type Change = (contract: QuotedContract, index: number) => QuotedContract;

function changed(chain: QuotedChain, change: Change): QuotedChain {
  return { ...chain, contracts: chain.contracts.map(change) };
}

/** Changes every n-th contract, so that 1 in n is damaged, on all expiries and both sides. */
function everyNth(n: number, change: Change): Change {
  return (contract, index) => (index % n === 0 ? change(contract, index) : contract);
}

function without(chain: QuotedChain, drops: (contract: QuotedContract) => boolean): QuotedChain {
  return { ...chain, contracts: chain.contracts.filter((contract) => !drops(contract)) };
}

function unquoted(chain: QuotedChain): QuotedChain {
  return changed(chain, ({ bid: _bid, ask: _ask, ...contract }) => contract);
}

const voidVol: Change = (contract) => ({ ...contract, iv: null });
/** Of a contract that could be used: what is open where nothing can be used anyway is no further loss. */
const voidInterest: Change = (contract) =>
  contract.iv === null ? contract : { ...contract, openInterest: null };
/** Quotes of another moment: none of them near the price that the vol gives. */
const farQuotes: Change = (contract) => ({
  ...contract,
  bid: 3 * (contract.ask ?? 0),
  ask: 3 * (contract.ask ?? 0) + 0.01,
});

/** Of one type; what is open where nothing can be used anyway is no further loss. */
const noPuts: Change = (contract) =>
  contract.type === 'call' || contract.iv === null || contract.openInterest === null
    ? contract
    : { ...contract, openInterest: 0 };

/** Between 0 and 1, the same for the call and the put of a strike. */
function noise(strike: number, expiryMs: number): number {
  const mixed = Math.sin(strike * 12.9898 + (expiryMs / 3_600_000) * 78.233) * 43_758.5453;
  return mixed - Math.floor(mixed);
}

/** Without the strikes around spot in the expiries within some days. */
function withoutNear(days: number): QuotedChain {
  const chain = soundChain();
  return without(
    chain,
    ({ strike, expiryMs }) =>
      Math.abs(strike - 100) <= 5 && expiryMs <= chain.asOfMs + (days + 0.1) * DAY_MS,
  );
}

describe('the grade of a snapshot', () => {
  it('is A without a reason where nothing is wrong', () => {
    expect(gradeOfChain(soundChain())).toEqual({ letter: 'A', reasons: [] });
  });

  it.each<[string, QuotedChain, string, string]>([
    [
      'no usable contract',
      { ...soundChain(), contracts: [] },
      'F',
      'no contract has open interest',
    ],
    [
      'a vol missing on 4% of contracts',
      changed(soundChain(), everyNth(25, voidVol)),
      'B',
      'only 95.9% of open interest is usable',
    ],
    [
      'a vol missing on one in fifteen',
      changed(soundChain(), everyNth(15, voidVol)),
      'C',
      'only 93.1% of open interest is usable',
    ],
    [
      'a vol missing on one in six',
      changed(soundChain(), everyNth(6, voidVol)),
      'D',
      'only 83.0% of open interest is usable, 90% are needed',
    ],
    [
      'open interest unknown for every contract in five',
      changed(soundChain(), everyNth(5, voidInterest)),
      'C',
      '20% of contracts state no open interest',
    ],
    [
      'no puts',
      without(soundChain(), (contract) => contract.type === 'put'),
      'D',
      'no puts are listed',
    ],
    [
      'puts of the lower strikes only',
      without(soundChain(), ({ type, strike }) => type === 'put' && strike > 80),
      'C',
      '68% of contracts lack their put or call',
    ],
    [
      'puts of the lowest strikes only',
      without(soundChain(), ({ type, strike }) => type === 'put' && strike > 72),
      'D',
      '88% of contracts lack their put or call',
    ],
    [
      'no strikes around spot',
      without(soundChain(), ({ strike }) => Math.abs(strike - 100) <= 5),
      'D',
      'strikes around spot are missing in 100.0% of the expiries',
    ],
    ['no strikes around spot in the first expiry of four alone', withoutNear(1), 'A', ''],
    [
      'no strikes around spot in two expiries of three near ones',
      withoutNear(8),
      'D',
      'strikes around spot are missing in 67%',
    ],
    [
      'two strikes in three gone without order',
      without(soundChain(0.5), ({ strike, expiryMs }) => noise(strike, expiryMs) < 0.66),
      'D',
      'of strikes near the money stand at uneven steps',
    ],
    [
      'every second strike gone, which is a ladder of its own',
      without(soundChain(), ({ strike }) => strike % 4 === 0),
      'A',
      '',
    ],
    [
      'no open interest in puts',
      changed(soundChain(), noPuts),
      'D',
      'puts have next to no open interest',
    ],
    [
      'calls with ten times the open interest of puts',
      changed(soundChain(), (each) => (each.type === 'put' ? { ...each, openInterest: 1 } : each)),
      'C',
      'calls have 10 times the open interest of puts',
    ],
    [
      'half of the puts with nothing open',
      changed(soundChain(), (each) =>
        each.type === 'put' && noise(each.strike, each.expiryMs) < 0.5
          ? { ...each, openInterest: 0 }
          : each,
      ),
      'C',
      'more of the puts near the money than of the others',
    ],
    [
      'rows that cannot be read',
      { ...soundChain(), invalidRows: 30 },
      'C',
      '11% of rows cannot be read',
    ],
    [
      'quotes that contradict the vols',
      changed(soundChain(), farQuotes),
      'D',
      '90% of quotes near the money contradict their vols',
    ],
    [
      'a spot of another minute',
      { ...soundChain(), spot: 101.5 },
      'C',
      'forwards are 1% further from spot than carry explains',
    ],
    [
      'a part of the chain',
      { ...soundChain(), caveats: [{ kind: 'part-of-chain', reason: 'it lists one expiry' }] },
      'D',
      'it lists one expiry',
    ],
  ])('knows %s', (_, chain, letter, reason) => {
    const grade = gradeOfChain(chain);
    expect(grade.letter, grade.reasons.join()).toBe(letter);
    if (letter === 'A') return;
    expect(grade.reasons).toContainEqual(expect.stringMatching(reason.split('%')[0] ?? ''));
  });

  it('knows forwards that the options contradict', () => {
    const moved = changed(soundChain(), (contract) => ({
      ...contract,
      forward: (contract.forward ?? 0) * 1.01,
    }));
    expect(gradeOfChain(moved).reasons).toContainEqual(expect.stringContaining('put–call parity'));
  });

  it('leads with its worst reason and gives all of them', () => {
    const chain = { ...changed(soundChain(), everyNth(25, voidVol)), invalidRows: 30 };
    const { letter, reasons } = gradeOfChain(chain);
    expect(letter).toBe('C');
    expect(reasons.map((reason) => /rows|usable/.exec(reason)?.[0])).toEqual(['rows', 'usable']);
  });

  it('asks nothing of quotes where the venue gives none', () => {
    expect(letterOf(unquoted(soundChain()))).toBe('A');
  });
});

describe('a jump against the snapshot before', () => {
  const later = (chain: QuotedChain, minutes: number) => ({
    ...chain,
    asOfMs: chain.asOfMs + minutes * 60_000,
  });
  const soundLater = (minutes: number) => later(unquoted(soundChain()), minutes);
  const before = levelsOf(cleanChain(soundChain()), LISTING);

  it('is none where expiries settled, and some where they vanished', () => {
    const shortest = Math.min(...soundChain().contracts.map((each) => each.expiryMs));
    const gone = without(unquoted(soundChain()), (contract) => contract.expiryMs === shortest);
    expect(letterOf(later(gone, 5), before)).toBe('D');
    expect(letterOf({ ...gone, asOfMs: shortest }, { ...before, dataTimeMs: shortest - 1 })).toBe(
      'A',
    );
  });

  it('is open interest that melts within minutes, not over days', () => {
    const melted = changed(unquoted(soundChain()), (contract) => ({
      ...contract,
      openInterest: 5,
    }));
    expect(gradeOfChain(later(melted, 5), before)).toEqual({
      letter: 'C',
      reasons: ['open interest fell by 50% since the last whole reading'],
    });
    expect(letterOf(later(melted, 24 * 60), before)).toBe('A');
  });

  it('lasts over readings that lack as much, and names the expiry that is gone', () => {
    const shortest = Math.min(...soundChain().contracts.map((each) => each.expiryMs));
    const gone = without(unquoted(soundChain()), (contract) => contract.expiryMs === shortest);
    const earlier = levelsOf(cleanChain(later(gone, 5)), LISTING);
    const grade = gradeOf(cleanChain(later(gone, 10)), earlier, before);
    expect(grade.letter).toBe('D');
    expect(grade.reasons[0]).toContain(
      `expiry of ${new Date(shortest).toISOString().slice(0, 10)}`,
    );
    expect(gradeOf(cleanChain(later(gone, 10)), earlier).letter).toBe('A');
  });

  it('is a spot that no vol explains, believed more after hours, and not a crash', () => {
    const spotBefore = { ...before, spot: 120 };
    expect(gradeOfChain(soundLater(5), spotBefore)).toMatchObject({ letter: 'C' });
    expect(letterOf(soundLater(23 * 60), spotBefore)).toBe('B');
    expect(letterOf(soundLater(5), { ...before, spot: 110 })).toBe('A');
  });

  it('is none backwards in time', () => {
    const empty = { ...soundChain(), contracts: soundChain().contracts.slice(0, 62) };
    expect(letterOf(later(empty, -5), before)).toBe(letterOf(empty));
  });
});

/** Ways to damage a chain that is otherwise sound at the place of damage. */
const damages: Readonly<Record<string, (chain: QuotedChain, at: number) => QuotedChain>> = {
  'a vol lost': (chain, at) => changed(chain, everyNth(2 + (at % 9), voidVol)),
  'all vols from here lost': (chain, at) =>
    changed(chain, (contract, index) => (index < at ? contract : voidVol(contract, index))),
  'rows unreadable': (chain, at) => ({ ...chain, invalidRows: chain.invalidRows + at }),
  'calls gone': (chain) => without(chain, ({ type }) => type === 'call'),
  'open interest unknown': (chain, at) => changed(chain, everyNth(1 + (at % 9), voidInterest)),
  'spot off': (chain, at) => ({ ...chain, spot: chain.spot * (1 + at / 5_000) }),
  'a caveat': (chain, at) => {
    const kinds = ['time-uncertain', 'columns-missing', 'part-of-chain', 'old-session'] as const;
    const caveat: DataCaveat = { kind: kinds[at % 4] ?? 'old-session', reason: 'a caveat' };
    return { ...chain, caveats: [...(chain.caveats ?? []), caveat] };
  },
};

/** Whole parts that are gone, each of them too many for the levels to be shown. */
const removals: Readonly<Record<string, (chain: QuotedChain, at: number) => QuotedChain>> = {
  'strikes around spot gone': (chain, at) =>
    without(chain, ({ strike }) => Math.abs(strike - 100) <= 5 + (at % 12)),
  'puts gone but for the lowest': (chain, at) =>
    without(chain, ({ type, strike }) => type === 'put' && strike > 70 + (at % 3)),
  'nothing open in puts': (chain) => changed(chain, noPuts),
};

describe('more damage', () => {
  it('never improves the grade of a chain of which parts are missing', () => {
    const removal = fc.record({
      kind: fc.constantFrom(...Object.keys(removals)),
      at: fc.integer({ min: 0, max: 247 }),
    });
    const damage = fc.record({
      kind: fc.constantFrom(...Object.keys(damages)),
      at: fc.integer({ min: 0, max: 247 }),
    });
    const sequences = [
      fc.array(removal, { minLength: 1, maxLength: 3 }),
      fc.array(damage, { maxLength: 3 }),
    ] as const;
    fc.assert(
      fc.property(...sequences, (gone, more) => {
        let letter = 'D';
        let chain = soundChain();
        for (const { kind, at } of [...gone, ...more]) {
          chain = removals[kind]?.(chain, at) ?? damages[kind]?.(chain, at) ?? chain;
          const worse = letterOf(chain);
          expect(LETTERS.indexOf(worse)).toBeGreaterThanOrEqual(LETTERS.indexOf(letter));
          letter = worse;
        }
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('never improves the grade', () => {
    const damage = fc.record({
      kind: fc.constantFrom(...Object.keys(damages)),
      at: fc.integer({ min: 0, max: 247 }),
    });
    fc.assert(
      fc.property(fc.array(damage, { maxLength: 5 }), (sequence) => {
        let chain = soundChain();
        let letter = letterOf(chain);
        for (const { kind, at } of sequence) {
          chain = damages[kind]?.(chain, at) ?? chain;
          const worse = letterOf(chain);
          expect(LETTERS.indexOf(worse)).toBeGreaterThanOrEqual(LETTERS.indexOf(letter));
          letter = worse;
        }
      }),
      { seed: SEED, numRuns: 150 },
    );
  });

  it('never improves it with age', () => {
    const stored = { ...someLevels(), grade: { letter: 'B' as const, reasons: ['a vol is lost'] } };
    const hours = fc.double({ min: 0, max: 200, noNaN: true });
    fc.assert(
      fc.property(hours, hours, (a, b) => {
        const at = (age: number) =>
          levelsWhenRead(stored, {
            nowMs: stored.dataTimeMs + age * 3_600_000,
            isStale: age > 0.25,
          }).grade.letter;
        const [younger, older] = [at(Math.min(a, b)), at(Math.max(a, b))];
        expect(LETTERS.indexOf(older)).toBeGreaterThanOrEqual(LETTERS.indexOf(younger));
      }),
      { seed: SEED },
    );
  });
});

describe('any quotes, forwards and gaps', () => {
  it('leave every companion and every reason finite', () => {
    const number = fc.oneof(
      fc.double(),
      fc.constantFrom(0, -1, 5e-324, 1e300, Number.NaN, Number.POSITIVE_INFINITY),
      fc.double({ min: 0.01, max: 200, noNaN: true }),
    );
    const change = fc.record(
      { bid: fc.option(number), ask: fc.option(number), forward: number, iv: fc.option(number) },
      { requiredKeys: [] },
    );
    const changes = fc.array(fc.tuple(fc.nat(247), change), { maxLength: 60 });
    const spots = fc.oneof(fc.constant(100), fc.double({ min: 1e-9, max: 1e9, noNaN: true }));
    const earlier = levelsOf(cleanChain(soundChain()), LISTING);
    fc.assert(
      fc.property(changes, spots, (list, spot) => {
        const byIndex = new Map(list);
        const chain = changed({ ...soundChain(), spot }, (contract, index) => ({
          ...contract,
          ...byIndex.get(index),
        }));
        const levels = levelsOf(cleanChain(chain), LISTING, { earlier, dayAgo: null });
        expect(nonFiniteNumbersIn(levels)).toEqual([]);
        expect(levels.grade.reasons.join()).not.toMatch(/NaN|Infinity|undefined/);
        expect(levels.touchOdds ?? 0).toBeLessThanOrEqual(1);
      }),
      { seed: SEED, numRuns: 150 },
    );
  });
});

describe('levels when they are read', () => {
  const graded = (letter: Grade['letter']): Levels => ({
    ...someLevels(),
    touchOdds: 0.5,
    grade: { letter, reasons: letter === 'A' ? [] : ['half of it is missing'] },
  });
  const fresh = { nowMs: someLevels().dataTimeMs, isStale: false };

  it.each(['A', 'B', 'C'] as const)('show the flip at grade %s', (letter) => {
    expect(levelsWhenRead(graded(letter), fresh)).toEqual(graded(letter));
    expect(isWithheld(graded(letter).grade)).toBe(false);
  });

  it.each(['D', 'F'] as const)(
    'withhold it at grade %s with the reason, and nothing else',
    (letter) => {
      const { flip, touchOdds, ...rest } = levelsWhenRead(graded(letter), fresh);
      expect(flip).toEqual({ status: 'withheld', reason: 'half of it is missing', roots: [] });
      expect(touchOdds).toBeNull();
      expect(graded(letter)).toMatchObject(rest);
      expect(isWithheld(rest.grade)).toBe(true);
    },
  );

  it('are those of another book once a quarter of its gamma has settled', () => {
    const [first, second] = someLevels().expiries;
    if (first === undefined || second === undefined) throw new Error('the book has two expiries');
    const read = (expiryMs: number) =>
      levelsWhenRead(graded('A'), { nowMs: expiryMs, isStale: false });
    expect(read(first.expiryMs - 1).grade).toEqual({ letter: 'A', reasons: [] });
    expect(read(first.expiryMs).grade.letter).toBe('C');
    expect(read(second.expiryMs).flip.status).toBe('withheld');
  });

  it('are C where they are stale, and withheld after four days', () => {
    const read = (ageMs: number) =>
      levelsWhenRead(
        { ...graded('A'), expiries: [] },
        { nowMs: fresh.nowMs + ageMs, isStale: true },
      ).grade;
    expect(read(DAY_MS)).toEqual({ letter: 'C', reasons: ['the data are stale'] });
    expect(read(4 * DAY_MS + 1).letter).toBe('D');
  });

  it.each([
    ['A', null],
    ['B', null],
    ['C', 'low-grade'],
    ['D', 'low-grade'],
    ['F', 'low-grade'],
  ] as const)('of grade %s drive alerts: %s', (letter, reason) => {
    const levels = levelsWhenRead(graded(letter), fresh);
    expect(inhibition(levels, { isStale: false, dailySigma: 0.02 })).toBe(reason);
  });
});
