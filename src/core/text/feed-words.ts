import type { FeedKind } from '../feeds/feed-state.ts';

type Words = {
  /** What it is called, as a phrase without an article's help: it stands after a symbol and in lists. */
  readonly name: string;
  /** What a reader can do about it. */
  readonly remedy: string;
};

const VENUE_MENDS = 'nothing here; the venue mends this, and alerts go on by themselves';

/** What each fault of a feed is called, and what can be done about it. */
export const FEED_WORDS: Readonly<Record<FeedKind, Words>> = {
  'source-down': {
    name: 'no data',
    remedy:
      'if other programs reach the venue, whoever runs the bot should look at its network; else wait',
  },
  stale: { name: 'stale data', remedy: VENUE_MENDS },
  frozen: { name: 'frozen numbers', remedy: VENUE_MENDS },
  'clock-ahead': {
    name: 'data from the future',
    remedy: 'whoever runs the bot should check that the clock of its machine is set',
  },
  'mislabelled-session': { name: 'prices of an old session', remedy: VENUE_MENDS },
  'old-open-interest': { name: 'open interest of the day before', remedy: VENUE_MENDS },
  'zero-greeks': { name: 'most vols missing', remedy: VENUE_MENDS },
  partial: { name: 'part of the chain missing', remedy: VENUE_MENDS },
  'spot-jump': {
    name: 'unconfirmed jump of the price',
    remedy: 'compare the price elsewhere; if it is true, the next poll confirms it',
  },
  'spot-divergence': {
    name: 'prices that disagree',
    remedy: 'compare the price elsewhere; levels wait until its sources agree',
  },
  conflicting: { name: 'contradicting rows', remedy: VENUE_MENDS },
  'open-interest-flicker': {
    name: 'open interest in flux',
    remedy: 'nothing; it settles when the morning update of the exchange is through',
  },
  'expired-listed': { name: 'expired contracts listed', remedy: VENUE_MENDS },
};
