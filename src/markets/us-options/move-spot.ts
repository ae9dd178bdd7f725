import type { QuotedChain, QuotedContract } from '../../core/chain/chain.ts';
import { weightedMedian } from '../../core/math/weighted-median.ts';
import { type CalibratedChain, calibrate } from './calibrate.ts';
import type { UsChain } from './us-chain.ts';

const DAY_MS = 86_400_000;
/** Later expiries say less about today's price than about carry. */
const NEAR_MS = 14 * DAY_MS;
const FAR_MS = 365 * DAY_MS;
/** Over less, the noise of two forwards is larger than the carry between them. */
const SPAN_MS_MIN = 30 * DAY_MS;

/** Where the underlying stands now, and when that is. */
export type SpotNow = { readonly spot: number; readonly asOfMs: number };

/**
 * A document as the chain of another spot and time than those of its session's close. Quotes that have themselves moved
 * on, as those of index options that trade overnight, are read beside the new spot. Of quotes that stand still the vols
 * stay with their strikes, forwards move in proportion, so that carry stays, and the quotes themselves are dropped.
 * `statedRate` as for `calibrate`.
 */
export function moveSpot(
  parsed: UsChain,
  { spot, asOfMs }: SpotNow,
  statedRate: number,
): QuotedChain {
  const still = calibrate(parsed, statedRate);
  const moved = calibrate({ ...parsed, chain: { ...parsed.chain, spot } }, statedRate);
  if (gapToSpot(moved) < gapToSpot(still)) {
    return { ...moved.chain, asOfMs, contracts: moved.chain.contracts.map(withoutVolume) };
  }
  const ratio = spot / parsed.chain.spot;
  const contracts = still.chain.contracts.map((contract) => movedBy(contract, ratio));
  return { ...still.chain, spot, asOfMs, contracts };
}

/** What was traded belongs to the session of the quotes, and is not today's. */
function withoutVolume({ volume: _, ...contract }: QuotedContract): QuotedContract {
  return contract;
}

function movedBy(contract: QuotedContract, ratio: number): QuotedContract {
  const { forward } = contract;
  const bare = { ...withoutVolume(contract), bid: null, ask: null };
  return forward === undefined ? bare : { ...bare, forward: forward * ratio };
}

/**
 * Log distance of the near forwards that quotes imply from the spot they were read beside, apart from carry, which is
 * the slope of the whole curve whatever spot it starts from. Infinite where no near forward is implied: beside a spot
 * of another time none fits the others.
 */
function gapToSpot({ chain, forwards }: CalibratedChain): number {
  const pillars = [...forwards]
    .filter(([expiryMs, { kind }]) => kind === 'parity' && expiryMs - chain.asOfMs <= FAR_MS)
    .map(([expiryMs, { forward }]) => ({
      ms: expiryMs - chain.asOfMs,
      log: Math.log(forward / chain.spot),
    }))
    .sort((a, b) => a.ms - b.ms);
  const near = pillars.filter(({ ms }) => ms <= NEAR_MS);
  const [first] = near;
  const last = pillars.at(-1);
  if (first === undefined || last === undefined) return Number.POSITIVE_INFINITY;
  const spanMs = last.ms - first.ms;
  const carryPerMs = spanMs >= SPAN_MS_MIN ? (last.log - first.log) / spanMs : 0;
  return Math.abs(weightedMedian(near.map(({ ms, log }) => log - carryPerMs * ms)));
}
