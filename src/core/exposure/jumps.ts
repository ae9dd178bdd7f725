import type { Chain } from '../chain/chain.ts';
import { type Finding, findings, percentOf, type Steps } from '../chain/finding.ts';
import { openingSettlementMs } from '../chain/opening-series.ts';
import { YEAR_MS } from '../schedule/year.ts';
import type { Levels } from './levels.ts';

/** Share of the earlier book's gross gamma in expiries that are gone before they settled; venues lose them, markets do not. */
const LOST_EXPIRIES: Steps = { B: 0.02, C: 0.1, D: 0.25, F: 0.9 };
/** Share by which the open interest of the other expiries fell within a day: a feed in the middle of its update. */
const LOST_INTEREST: Steps = { B: 0.2, C: 0.35, D: 0.6, F: 0.95 };
/** Size of a move of spot in the σ of the time between: a crash is believed at the second reading. */
const SPOT_SIGMAS: Steps = {
  B: 6,
  C: 10,
  D: Number.POSITIVE_INFINITY,
  F: Number.POSITIVE_INFINITY,
};
/**
 * Smaller moves are taken for the market's, however short the time: a crash is when the flip is crossed, and an alert
 * needs two readings anyway. Slipped decimals and other assets' prices are larger.
 */
const SPOT_MOVE_MIN = 0.15;

const DAY_MS = 86_400_000;
/**
 * For this long expiries that a whole book held are missed: over a long weekend, in which no exchange lists anew. After
 * it a book without them is taken for the market's.
 */
const EXPIRIES_MISSED_MS_MAX = 4 * DAY_MS;
/** For this long open interest is: from one day to the next much of it may be closed for good. */
const INTEREST_MISSED_MS_MAX = DAY_MS;
/** Older prices say nothing about a move. */
const SPOT_MS_MAX = DAY_MS;
/** Stands in where no vol is known: few underlyings move more. */
const VOL_UNKNOWN = 1;
/** Snapshots of one minute may be of quotes some minutes apart. */
const ELAPSED_MS_MIN = 300_000;

/**
 * What changed by more than a market does: spot since the earlier snapshot, the book since the last whole one, so that
 * what is missing counts for as long as it is, within bounds.
 */
export function jumpFindings(
  chain: Chain,
  earlier: Levels | null,
  whole: Levels | null,
): readonly Finding[] {
  return [
    ...(whole === null ? [] : [...lostExpiries(chain, whole), ...lostInterest(chain, whole)]),
    ...(earlier !== null && isWithin(SPOT_MS_MAX, chain, earlier)
      ? spotFindings(chain, earlier)
      : []),
  ];
}

function isWithin(ms: number, chain: Chain, earlier: Levels): boolean {
  const elapsedMs = chain.asOfMs - earlier.dataTimeMs;
  return elapsedMs >= 0 && elapsedMs < ms;
}

/** Units of open interest by expiry. */
function unitsByExpiry(chain: Chain): ReadonlyMap<number, number> {
  const units = new Map<number, number>();
  for (let row = 0; row < chain.size; row++) {
    const expiryMs = chain.expiryMs[row] ?? 0;
    const more = (chain.openInterest[row] ?? 0) * (chain.multiplier[row] ?? 0);
    units.set(expiryMs, (units.get(expiryMs) ?? 0) + more);
  }
  return units;
}

/** Expiries of a whole snapshot of the last four days that are gone before they settled, where markets do not lose so many. */
export function lostExpiries(chain: Chain, earlier: Levels): readonly Finding[] {
  if (!isWithin(EXPIRIES_MISSED_MS_MAX, chain, earlier)) return [];
  const listed = new Set(chain.expiryMs);
  // Left out of the book by ourselves on the morning of its settlement; no other market has an expiry then.
  const leftOutMs = openingSettlementMs('new-york', chain.asOfMs);
  const gone = earlier.expiries.filter(
    ({ expiryMs }) => expiryMs > chain.asOfMs && expiryMs !== leftOutMs && !listed.has(expiryMs),
  );
  const lost = gone.reduce((sum, { grossShare }) => sum + grossShare, 0);
  if (gone.length === 0) return [];
  const firstMs = Math.min(...gone.map(({ expiryMs }) => expiryMs));
  const date = new Date(firstMs).toISOString().slice(0, 10);
  const named =
    gone.length === 1 ? `the expiry of ${date}` : `${gone.length} expiries from ${date} on`;
  return findings(
    lost,
    LOST_EXPIRIES,
    `${named} with ${percentOf(lost)} of gamma vanished before settlement`,
  );
}

/** Open interest that fell, within a day, in the expiries that an earlier snapshot holds too. */
export function lostInterest(chain: Chain, earlier: Levels): readonly Finding[] {
  if (!isWithin(INTEREST_MISSED_MS_MAX, chain, earlier)) return [];
  const units = unitsByExpiry(chain);
  const kept = earlier.expiries.filter(
    ({ expiryMs }) => expiryMs > chain.asOfMs && units.has(expiryMs),
  );
  const before = kept.reduce((sum, { openInterestUnits }) => sum + openInterestUnits, 0);
  const now = kept.reduce((sum, { expiryMs }) => sum + (units.get(expiryMs) ?? 0), 0);
  const fallen = before > 0 ? Math.max(0, 1 - now / before) : 0;
  return findings(
    fallen,
    LOST_INTEREST,
    `open interest fell by ${percentOf(fallen)} since the last whole reading`,
  );
}

/** A move of spot since an earlier snapshot that no market makes in the time between. */
export function spotFindings(
  chain: Pick<Chain, 'asOfMs' | 'spot'>,
  earlier: Levels,
): readonly Finding[] {
  const elapsedMs = chain.asOfMs - earlier.dataTimeMs;
  const move = Math.abs(Math.log(chain.spot / earlier.spot));
  const years = Math.max(elapsedMs, ELAPSED_MS_MIN) / YEAR_MS;
  const sigmas = move / ((earlier.atmVol30Day ?? VOL_UNKNOWN) * Math.sqrt(years));
  const isNews = move >= SPOT_MOVE_MIN;
  const reason = `spot moved ${percentOf(Math.abs(chain.spot / earlier.spot - 1))} since the last reading`;
  return isNews ? findings(sigmas, SPOT_SIGMAS, reason) : [];
}
