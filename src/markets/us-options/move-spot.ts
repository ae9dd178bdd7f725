import type { QuotedChain, QuotedContract } from '../../core/chain/chain.ts';
import { weightedMedian } from '../../core/math/weighted-median.ts';
import type { CalibratedChain } from './calibrate.ts';

const DAY_MS = 86_400_000;
/** Later expiries say less about today's price than about carry. */
const NEAR_MS = 14 * DAY_MS;
const FAR_MS = 365 * DAY_MS;
/** Over less, the noise of two forwards is larger than the carry between them. */
const SPAN_MS_MIN = 30 * DAY_MS;

/** Where the underlying stands now, and when that is. */
export type SpotNow = { readonly spot: number; readonly asOfMs: number };

/**
 * A chain at another spot and time than those of its quotes. Vols stay with their strikes and forwards move in
 * proportion, so that carry stays; quotes of another spot are dropped. Quotes that have themselves moved on, as those of
 * index options that trade overnight, keep their forwards and stay.
 */
export function moveSpot(calibrated: CalibratedChain, { spot, asOfMs }: SpotNow): QuotedChain {
  const { chain } = calibrated;
  const ratio = spot / chain.spot;
  const move = quotesHaveMoved(calibrated, spot) ? withoutVolume : movedBy(ratio);
  return { ...chain, spot, asOfMs, contracts: chain.contracts.map(move) };
}

/** What was traded belongs to the session of the quotes, and is not today's. */
function withoutVolume({ volume: _, ...contract }: QuotedContract): QuotedContract {
  return contract;
}

function movedBy(ratio: number): (contract: QuotedContract) => QuotedContract {
  return (contract) => {
    const { forward } = contract;
    const bare = { ...withoutVolume(contract), bid: null, ask: null };
    return forward === undefined ? bare : { ...bare, forward: forward * ratio };
  };
}

/**
 * Whether the near forwards that quotes imply lie nearer to the new spot than to the one they were read beside, apart
 * from carry, which is the slope of the whole curve whatever spot it starts from.
 */
function quotesHaveMoved({ chain, forwards }: CalibratedChain, spot: number): boolean {
  const pillars = [...forwards]
    .filter(([expiryMs, { kind }]) => kind === 'parity' && expiryMs - chain.asOfMs <= FAR_MS)
    .map(([expiryMs, { forward }]) => ({ expiryMs, log: Math.log(forward / chain.spot) }))
    .sort((a, b) => a.expiryMs - b.expiryMs);
  const [first] = pillars;
  const last = pillars.at(-1);
  if (first === undefined || last === undefined) return false;
  const spanMs = last.expiryMs - first.expiryMs;
  const carryPerMs = spanMs >= SPAN_MS_MIN ? (last.log - first.log) / spanMs : 0;
  const near = pillars.filter(({ expiryMs }) => expiryMs - chain.asOfMs <= NEAR_MS);
  if (near.length === 0) return false;
  const gap = weightedMedian(
    near.map(({ expiryMs, log }) => log - carryPerMs * (expiryMs - chain.asOfMs)),
  );
  return Math.abs(gap - Math.log(spot / chain.spot)) < Math.abs(gap);
}
