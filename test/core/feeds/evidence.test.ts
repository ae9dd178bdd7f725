import { describe, expect, it } from 'vitest';
import type { QuotedChain } from '../../../src/core/chain/chain.ts';
import { cleanChain } from '../../../src/core/chain/clean.ts';
import type { Levels } from '../../../src/core/exposure/levels.ts';
import { levelsOf } from '../../../src/core/exposure/levels-of.ts';
import { snapshotEvidence, timeEvidence } from '../../../src/core/feeds/evidence.ts';
import type { MarketHours } from '../../../src/core/schedule/market-hours.ts';
import { aChain, type ContractTerms } from '../../support/a-chain.ts';

const POLL_MS = 300_000;
/** A Monday, 10:30 in New York. */
const NOON_MS = Date.UTC(2026, 2, 2, 15, 30);
const DAY_MS = 86_400_000;

const BOOK: readonly ContractTerms[] = [10, 20, 40].flatMap((days) =>
  [90, 95, 100, 105, 110].flatMap((strike) =>
    (['call', 'put'] as const).map((type) => ({ days, strike, type, openInterest: 100 })),
  ),
);

/** The book at an instant; expiries stay where they are. */
function bookAt(asOfMs: number, terms: Parameters<typeof aChain>[0] = {}): QuotedChain {
  const chain = aChain({ contracts: BOOK, ...terms, asOfMs });
  const shiftMs = asOfMs - NOON_MS;
  const contracts = chain.contracts.map((contract) => ({
    ...contract,
    expiryMs: contract.expiryMs - shiftMs,
  }));
  return { ...chain, contracts };
}

function levelsAt(chain: QuotedChain, spotCheck: Levels['spotCheck'] = null): Levels {
  return { ...levelsOf(cleanChain(chain), { symbol: 'BTC', venue: 'test' }), spotCheck };
}

function levelsOrNull(chain: QuotedChain | undefined): Levels | null {
  return chain === undefined ? null : levelsAt(chain);
}

type Circumstances = {
  readonly earlier?: QuotedChain;
  readonly whole?: QuotedChain;
  readonly hours?: MarketHours;
  readonly spotCheck?: Levels['spotCheck'];
  readonly nowMs?: number;
};

/** What a new snapshot shows, on a market that trades around the clock unless told otherwise. */
function kindsOf(quoted: QuotedChain, circumstances: Circumstances = {}): readonly string[] {
  const { earlier, whole = earlier, hours = 'always', spotCheck = null } = circumstances;
  const nowMs = circumstances.nowMs ?? quoted.asOfMs + 1_000;
  const { signs } = snapshotEvidence(
    { chain: cleanChain(quoted), levels: levelsAt(quoted, spotCheck) },
    { earlier: levelsOrNull(earlier), whole: levelsOrNull(whole), still: levelsOrNull(earlier) },
    { hours, statedDelayMs: 0, pollMs: POLL_MS, nowMs },
  );
  return signs.map(({ kind }) => kind);
}

const BEFORE = bookAt(NOON_MS);
const LATER_MS = NOON_MS + POLL_MS;

describe('a snapshot', () => {
  it('shows nothing where price, vols and open interest move a little', () => {
    expect(kindsOf(bookAt(LATER_MS, { spot: 100.01 }), { earlier: BEFORE })).toEqual([]);
  });

  it('looks frozen where the time advances and nothing else does', () => {
    expect(kindsOf(bookAt(LATER_MS), { earlier: BEFORE })).toEqual(['frozen']);
    const otherVols = BOOK.map((terms) => ({ ...terms, iv: 0.5002 }));
    expect(kindsOf(bookAt(LATER_MS, { contracts: otherVols }), { earlier: BEFORE })).toEqual([]);
    const oneTrade = BOOK.map((terms, row) => ({ ...terms, openInterest: row === 3 ? 101 : 100 }));
    expect(kindsOf(bookAt(LATER_MS, { contracts: oneTrade }), { earlier: BEFORE })).toEqual([]);
  });

  it('may stand still while the market is closed', () => {
    const saturdayMs = NOON_MS - 2 * DAY_MS;
    const earlier = bookAt(saturdayMs);
    const later = bookAt(saturdayMs + POLL_MS);
    expect(kindsOf(later, { earlier, hours: 'new-york' })).toEqual([]);
    expect(kindsOf(later, { earlier, hours: 'always' })).toEqual(['frozen']);
  });

  it.each([
    [0.89, ['partial']],
    [0.91, []],
  ])('is partial below nine tenths of open interest: %d', (share, kinds) => {
    const cut = Math.round((1 - share) * 3_000);
    const contracts = BOOK.map((terms, row) => {
      if (row === 0) return { ...terms, openInterest: cut, iv: null };
      return row === 1
        ? { ...terms, openInterest: 3_000 - cut - 28 }
        : { ...terms, openInterest: 1 };
    });
    expect(kindsOf(bookAt(NOON_MS, { contracts }))).toEqual(kinds);
  });

  it('stays partial until the expiry that vanished is back, however many polls that takes', () => {
    const without = BOOK.filter(({ days }) => days !== 20);
    const cut = (atMs: number) => bookAt(atMs, { contracts: without, spot: 100 + atMs / 1e15 });
    expect(kindsOf(cut(LATER_MS), { earlier: BEFORE })).toEqual(['partial']);
    const next = cut(LATER_MS + POLL_MS);
    expect(kindsOf(next, { earlier: cut(LATER_MS), whole: BEFORE })).toEqual(['partial']);
    const settled = cut(NOON_MS + 21 * DAY_MS);
    expect(kindsOf(settled, { earlier: cut(LATER_MS), whole: BEFORE })).not.toContain('partial');
  });

  it('stays partial while a third of open interest is gone, for a day', () => {
    const halved = BOOK.map((terms, row) => (row % 4 < 2 ? { ...terms, openInterest: 0 } : terms));
    const cut = (atMs: number) =>
      bookAt(atMs, { contracts: halved, spot: 100 + (atMs - NOON_MS) / 1e9 });
    const kinds = (atMs: number) =>
      kindsOf(cut(atMs), { earlier: cut(atMs - POLL_MS), whole: BEFORE });
    expect(kinds(LATER_MS)).toEqual(['partial']);
    expect(kinds(LATER_MS + 10 * POLL_MS)).toEqual(['partial']);
    expect(kinds(LATER_MS + DAY_MS)).toEqual([]);
  });

  it('is partial where one type has nothing open, whatever was there before', () => {
    const callsAlone = BOOK.map((terms) =>
      terms.type === 'put' ? { ...terms, openInterest: 0 } : terms,
    );
    expect(kindsOf(bookAt(NOON_MS, { contracts: callsAlone }))).toEqual(['partial']);
  });

  it('is partial for four days without an expiry that is still to settle, then another book', () => {
    const without = BOOK.filter(({ days }) => days !== 20);
    const kinds = (atMs: number) =>
      kindsOf(bookAt(atMs, { contracts: without, spot: 100 + atMs / 1e15 }), { whole: BEFORE });
    expect(kinds(NOON_MS + 4 * DAY_MS - 1)).toEqual(['partial']);
    expect(kinds(NOON_MS + 4 * DAY_MS)).toEqual([]);
  });

  it('does not take vols that are gone for an expiry that is back', () => {
    const bare = bookAt(NOON_MS, { contracts: BOOK.map((terms) => ({ ...terms, iv: 0 })) });
    const { judged } = snapshotEvidence(
      { chain: cleanChain(bare), levels: levelsAt(bare) },
      { earlier: null, whole: null, still: null },
      { hours: 'always', statedDelayMs: 0, pollMs: POLL_MS, nowMs: NOON_MS },
    );
    expect([...judged]).not.toContain('partial');
    expect([...judged]).toContain('zero-greeks');
  });

  it('says that vols are missing rather than that the book is partial', () => {
    const bare = BOOK.map((terms, row) => ({ ...terms, iv: row % 3 === 0 ? 0.5 : 0 }));
    expect(kindsOf(bookAt(NOON_MS, { contracts: bare }))).toEqual(['zero-greeks']);
  });

  it.each([10, 0.1, 100, 0.01, 1.3, 0.8])('holds a price that jumped by ×%d', (factor) => {
    const jumped = bookAt(LATER_MS, { spot: 100 * factor, contracts: BOOK });
    expect(kindsOf(jumped, { earlier: BEFORE })).toContain('spot-jump');
  });

  it('believes a jump that another source confirms, and a fall that markets make', () => {
    const fallen = bookAt(LATER_MS, { spot: 80 });
    const check = (gap: number) => ({ other: 'perpetual', gap });
    const earlier = BEFORE;
    expect(kindsOf(fallen, { earlier, spotCheck: check(0.002) })).not.toContain('spot-jump');
    expect(kindsOf(fallen, { earlier, spotCheck: check(0.2) })).toContain('spot-jump');
    expect(kindsOf(bookAt(LATER_MS, { spot: 88 }), { earlier })).not.toContain('spot-jump');
  });

  it('shows rows that contradict each other or cannot be read above one in twenty', () => {
    expect(kindsOf(bookAt(NOON_MS, { invalidRows: 1 }))).toEqual([]);
    expect(kindsOf(bookAt(NOON_MS, { invalidRows: 2 }))).toEqual(['conflicting']);
  });

  it('shows expired rows while the market is open, not the evening after they settled', () => {
    const expired = [...BOOK, ...BOOK.slice(0, 6).map((terms) => ({ ...terms, days: -0.01 }))];
    expect(kindsOf(bookAt(NOON_MS, { contracts: expired }))).toEqual(['expired-listed']);
    const eveningMs = NOON_MS + 6 * 3_600_000;
    const evening = { hours: 'new-york', nowMs: eveningMs } as const;
    expect(kindsOf(bookAt(eveningMs, { contracts: expired }), evening)).toEqual([]);
  });

  it.each([
    ['old-session', 'mislabelled-session'],
    ['spot-divergence', 'spot-divergence'],
  ] as const)('takes the caveat %s at its word', (kind, fault) => {
    const caveats = [{ kind, reason: 'the feed says so' }];
    expect(kindsOf(bookAt(NOON_MS, { caveats }))).toEqual([fault]);
  });

  it('shows open interest that changes between two reads of a New York morning', () => {
    const grown = BOOK.map((terms) => ({ ...terms, openInterest: 110 }));
    const reads = (hour: number, apartMs: number, hours: MarketHours = 'new-york') => {
      const firstMs = Date.UTC(2026, 2, 2, hour, 0);
      const later = bookAt(firstMs + apartMs, { contracts: grown });
      return kindsOf(later, { earlier: bookAt(firstMs), hours });
    };
    expect(reads(11, 3_000_000)).toEqual(['open-interest-flicker']); // 06:00, 50 minutes apart
    expect(reads(13, 300_000)).toEqual(['open-interest-flicker']); // 08:00, 5 minutes apart
    expect(reads(13, 900_000)).toEqual([]);
    expect(reads(16, 300_000)).toEqual([]);
    expect(reads(11, 300_000, 'always')).toEqual([]);
  });
});

describe('the time of the data', () => {
  const kinds = (dataMs: number, nowMs: number, hours: MarketHours = 'always') =>
    timeEvidence(dataMs, dataMs, {
      hours,
      statedDelayMs: 900_000,
      pollMs: POLL_MS,
      nowMs,
    }).signs.map(({ kind }) => kind);

  it('is stale after three polls and the stated delay', () => {
    expect(kinds(NOON_MS, NOON_MS + 30 * 60_000)).toEqual([]);
    expect(kinds(NOON_MS, NOON_MS + 30 * 60_000 + 1)).toEqual(['stale']);
  });

  it('grows old only while the market is open', () => {
    const fridayCloseMs = Date.UTC(2026, 1, 27, 20, 55);
    const mondayOpenMs = Date.UTC(2026, 2, 2, 14, 30);
    expect(kinds(fridayCloseMs, mondayOpenMs + 25 * 60_000, 'new-york')).toEqual([]);
    expect(kinds(fridayCloseMs, mondayOpenMs + 26 * 60_000, 'new-york')).toEqual(['stale']);
  });

  it('may be ahead of our clock by five seconds', () => {
    expect(kinds(NOON_MS + 5_000, NOON_MS)).toEqual([]);
    expect(kinds(NOON_MS + 5_001, NOON_MS)).toEqual(['clock-ahead']);
  });
});
