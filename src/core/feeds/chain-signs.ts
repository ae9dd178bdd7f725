import type { Chain, DataCaveat, QuotedContract } from '../chain/chain.ts';
import { USABLE_SHARE_MIN } from '../chain/chain.ts';
import { type Finding, percentOf } from '../chain/finding.ts';
import { missingParts } from '../chain/missing-parts.ts';
import { lostExpiries, lostInterest, spotFindings } from '../exposure/jumps.ts';
import type { Levels } from '../exposure/levels.ts';
import type { FeedKind, FeedSign } from './feed-state.ts';

/** Share of listed contracts without a vol above which they were not taken away one by one. */
const NO_VOL_SHARE = 0.5;
/** Share of rows that contradict each other or cannot be read: corporate actions leave a few. */
const CONFLICTING_SHARE = 0.05;
/** Share of rows that have expired: on a third Friday the morning series is a fiftieth. */
const EXPIRED_SHARE = 0.1;
/** Another source this near to spot confirms it. */
const CONFIRMING_GAP = 0.01;

/** What a venue's own caveats mean for its feed. */
const CAVEAT_KINDS: Readonly<Partial<Record<string, FeedKind>>> = {
  'part-of-chain': 'partial',
  'old-session': 'mislabelled-session',
  'old-open-interest': 'old-open-interest',
  'spot-divergence': 'spot-divergence',
};

type Snapshot = { readonly chain: Chain; readonly levels: Pick<Levels, 'spotCheck'> };

/** What the faults of one snapshot are seen against. */
export type Before = {
  /** The snapshot before this one. */
  readonly earlier: Levels | null;
  /** The last one before the chain was partial: what vanished stays missing until it is back. */
  readonly whole: Levels | null;
  /** The newest one that is old enough for a market to have moved since. */
  readonly still: Levels | null;
};

function hasVol({ iv }: QuotedContract): boolean {
  return iv !== null && iv > 0;
}

function bookSigns(chain: Chain, whole: Levels | null): readonly FeedSign[] {
  const live = chain.source.contracts.filter(({ expiryMs }) => expiryMs > chain.asOfMs);
  const bare = live.reduce((count, contract) => count + (hasVol(contract) ? 0 : 1), 0);
  const noVol = live.length === 0 ? 0 : bare / live.length;
  if (noVol > NO_VOL_SHARE)
    return [{ kind: 'zero-greeks', detail: `${percentOf(noVol)} of contracts have no vol` }];
  const share = chain.coverage.openInterestShare;
  if (share === null) return [{ kind: 'partial', detail: 'no contract has open interest' }];
  // Rounded down: nine tenths are needed, and less never prints as that.
  const usable = `only ${(Math.floor(1_000 * share) / 10).toFixed(1)}% of open interest is usable`;
  if (share < USABLE_SHARE_MIN) return [{ kind: 'partial', detail: usable }];
  const gone = whole === null ? [] : [...lostExpiries(chain, whole), ...halved(chain, whole)];
  const lost = [...gone, ...missingParts(live, chain).filter(({ letter }) => letter === 'D')];
  return lost.slice(0, 1).map(({ reason }) => ({ kind: 'partial', detail: reason }));
}

function halved(chain: Chain, whole: Levels): readonly Finding[] {
  return lostInterest(chain, whole).filter(({ letter }) => letter !== 'B');
}

function spotSigns({ chain, levels }: Snapshot, earlier: Levels | null): readonly FeedSign[] {
  if (earlier === null) return [];
  if (levels.spotCheck !== null && levels.spotCheck.gap <= CONFIRMING_GAP) return [];
  return spotFindings(chain, earlier).map(({ reason }) => ({ kind: 'spot-jump', detail: reason }));
}

function rowSigns(chain: Chain): readonly FeedSign[] {
  const rows = chain.source.contracts.length + chain.source.invalidRows;
  const conflicting = rows === 0 ? 0 : chain.skipped.invalid / rows;
  if (conflicting <= CONFLICTING_SHARE) return [];
  const detail = `${percentOf(conflicting)} of rows contradict each other or cannot be read`;
  return [{ kind: 'conflicting', detail }];
}

function caveatSigns(caveats: readonly DataCaveat[]): readonly FeedSign[] {
  return caveats.flatMap(({ kind, reason }) => {
    const fault = CAVEAT_KINDS[kind];
    return fault === undefined ? [] : [{ kind: fault, detail: reason }];
  });
}

/** Rows of the past; told only while the market is open, as a venue may clear up overnight. */
export function expiredSigns(chain: Chain): readonly FeedSign[] {
  const rows = chain.source.contracts.length;
  const expired = rows === 0 ? 0 : chain.skipped.expired / rows;
  return expired > EXPIRED_SHARE
    ? [{ kind: 'expired-listed', detail: `${percentOf(expired)} of rows have expired` }]
    : [];
}

/** The faults that one snapshot shows by itself and against the ones before it. */
export function chainSigns(snapshot: Snapshot, before: Before): readonly FeedSign[] {
  const { chain } = snapshot;
  return [
    ...bookSigns(chain, before.whole),
    ...spotSigns(snapshot, before.earlier),
    ...rowSigns(chain),
    ...caveatSigns(chain.source.caveats ?? []),
  ];
}
