import { type Inhibition, inhibition } from '../alerts/inhibit.ts';
import type { FeedKind, FeedState } from '../feeds/feed-state.ts';
import { FEED_WORDS } from './feed-words.ts';
import { share } from './numbers.ts';
import type { MarketView } from './view.ts';

function words(why: Inhibition, { levels }: MarketView): string {
  const { letter, reasons } = levels.grade;
  switch (why) {
    case 'stale':
      return 'stale data';
    case 'partial': {
      const usable = levels.coverage.openInterestShare;
      return usable === null
        ? 'no contract has open interest'
        : `only ${share(usable)} of open interest is usable`;
    }
    case 'low-grade':
      return [`grade ${letter}`, ...reasons.slice(0, 1)].join(', ');
    case 'no-flip':
      return levels.flip.status === 'withheld'
        ? `flip withheld, ${levels.flip.reason}`
        : 'no flip within ±10%';
    case 'no-volatility':
      return 'no 30-day vol is known';
  }
}

function isFeedKind(why: Inhibition | FeedKind): why is FeedKind {
  return Object.hasOwn(FEED_WORDS, why);
}

/** Why alerts on a market wait now, as a phrase; null where rules are judged. */
export function alertsWaitFor(view: MarketView, faults: readonly FeedState[]): string | null {
  const why = inhibition(
    view.levels,
    view,
    faults.map(({ kind }) => kind),
  );
  if (why === null) return null;
  return isFeedKind(why) ? FEED_WORDS[why].name : words(why, view);
}
