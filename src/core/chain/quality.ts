import type { Chain, DataCaveat, QuotedContract } from './chain.ts';
import { type Finding, findings, percentOf, type Steps } from './finding.ts';
import { forwardGap, parityGap } from './forward-gaps.ts';
import { missingParts } from './missing-parts.ts';
import { quoteDisagreement } from './quote-disagreement.ts';

/**
 * Share of open interest without a usable vol. At a tenth (`USABLE_SHARE_MIN`) the flip is a guess; on recorded books
 * of both venues it is below a fiftieth.
 */
const UNUSABLE_SHARE: Steps = { B: 0.02, C: 0.05, D: 0.1, F: 0.5 };
/** Share of contracts whose open interest nobody states: as unusable, and unweighted because the weight is unknown. */
const UNKNOWN_SHARE: Steps = { B: 0.02, C: 0.1, D: 0.25, F: 0.5 };
/** Share of rows that are no contract. Corporate actions leave a few; a fifth is another format. */
const UNREADABLE_SHARE: Steps = { B: 0.02, C: 0.05, D: 0.2, F: 0.5 };
/** Share of contracts whose twin, put or call, is not listed. Exchanges list pairs, and no recorded whole book lacks one. */
const UNPAIRED_SHARE: Steps = { B: 0.1, C: 0.5, D: 0.75, F: 1 };
/** Share of quotes near the money that contradict the vol of their own row. Half of them means another time or scale. */
const DISAGREEING_SHARE: Steps = { B: 0.1, C: 0.25, D: 0.5, F: 1 };
/** Log distance of forwards from spot beyond what rates explain: a spot read at another minute, then another asset. */
const FORWARD_GAP: Steps = { B: 0.003, C: 0.01, D: 0.03, F: 0.3 };
/** Share of the forward by which stated forwards leave put–call parity; a good forward is within 0.03 %. */
const PARITY_GAP: Steps = { B: 0.002, C: 0.005, D: 0.02, F: 0.3 };

/** What each caveat allows: parts of a chain, mixed sessions and a doubtful spot give confident and wrong levels. */
const CAVEAT_LETTERS: Readonly<Record<DataCaveat['kind'], Finding['letter'] | null>> = {
  'time-uncertain': 'B',
  'columns-missing': 'B',
  'part-of-chain': 'D',
  'old-session': 'D',
  'old-open-interest': 'C',
  'spot-divergence': 'D',
  'spot-outlier': 'B',
  'spot-of-close': 'C',
  'vols-from-quotes': null,
};

/** Everything about one cleaned chain, and about the listing it came from, that keeps it from being graded A. */
export function chainFindings(chain: Chain): readonly Finding[] {
  const { source, asOfMs, spot, skipped } = chain;
  const live = source.contracts.filter(({ expiryMs }) => expiryMs > asOfMs);
  const rows = source.contracts.length + source.invalidRows;
  const unreadable = rows === 0 ? 0 : skipped.invalid / rows;
  const unknown = shareOf(live, ({ openInterest }) => openInterest === null);
  const forwards = forwardGap(live, { spot, asOfMs });
  const parity = parityGap(live, asOfMs);
  const disagreeing = quoteDisagreement(live, source);
  return [
    ...usableFindings(chain),
    ...sideFindings(live),
    ...missingParts(live, chain),
    ...findings(
      unknown,
      UNKNOWN_SHARE,
      `${percentOf(unknown)} of contracts state no open interest`,
    ),
    ...findings(unreadable, UNREADABLE_SHARE, `${percentOf(unreadable)} of rows cannot be read`),
    ...findings(
      disagreeing,
      DISAGREEING_SHARE,
      `${percentOf(disagreeing)} of quotes near the money contradict their vols`,
    ),
    ...findings(
      forwards,
      FORWARD_GAP,
      `forwards are ${percentOf(forwards)} further from spot than carry explains`,
    ),
    ...findings(parity, PARITY_GAP, `forwards are ${percentOf(parity)} off put–call parity`),
    ...(source.caveats ?? []).flatMap(({ kind, reason }) => {
      const letter = CAVEAT_LETTERS[kind];
      return letter === null ? [] : [{ letter, reason }];
    }),
  ];
}

function usableFindings({ coverage }: Chain): readonly Finding[] {
  const share = coverage.openInterestShare;
  if (share === null) return [{ letter: 'F', reason: 'no contract has open interest' }];
  const unusable = 1 - share;
  // Rounded down: a gap, however small, never prints as 100 %.
  const usable = `only ${(Math.floor(1_000 * share) / 10).toFixed(1)}% of open interest is usable`;
  const isPartial = unusable > UNUSABLE_SHARE.D;
  const needed = `, ${100 * (1 - UNUSABLE_SHARE.D)}% are needed`;
  return findings(unusable, UNUSABLE_SHARE, isPartial ? `${usable}${needed}` : usable);
}

/** Bits of the types listed at one strike of one expiry. */
const TYPE_BITS = { call: 1, put: 2 } as const;
const BOTH = TYPE_BITS.call | TYPE_BITS.put;

function sideFindings(live: readonly QuotedContract[]): readonly Finding[] {
  const expiries = new Map<number, Map<number, number>>();
  let listed = 0;
  for (const { expiryMs, strike, type } of live) {
    const strikes = expiries.get(expiryMs) ?? new Map<number, number>();
    if (strikes.size === 0) expiries.set(expiryMs, strikes);
    strikes.set(strike, (strikes.get(strike) ?? 0) | TYPE_BITS[type]);
    listed |= TYPE_BITS[type];
  }
  if (listed === TYPE_BITS.put) return [{ letter: 'D', reason: 'no calls are listed' }];
  if (listed === TYPE_BITS.call) return [{ letter: 'D', reason: 'no puts are listed' }];
  let single = 0;
  for (const strikes of expiries.values())
    for (const bits of strikes.values()) if (bits !== BOTH) single += 1;
  const unpaired = live.length === 0 ? 0 : single / live.length;
  const reason = `${percentOf(unpaired)} of contracts lack their put or call`;
  return findings(unpaired, UNPAIRED_SHARE, reason);
}

function shareOf(
  contracts: readonly QuotedContract[],
  counts: (contract: QuotedContract) => boolean,
): number {
  let counted = 0;
  for (const contract of contracts) if (counts(contract)) counted += 1;
  return contracts.length === 0 ? 0 : counted / contracts.length;
}
