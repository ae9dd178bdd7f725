import type { MarketHours } from '../schedule/market-hours.ts';
import { localDate } from '../schedule/wall-clock.ts';
import { isTradingDay, NEW_YORK, nextTradingDay, sessionClose } from './calendar.ts';
import type { Chain } from './chain.ts';

/** How a market's contracts settle; only flows over time depend on it. */
export type SettlementTerms = {
  /** The instant that "to settlement" means. */
  readonly daily: 'utc-0800' | 'us-close' | 'next-expiry';
  /** Whether contracts settle on one price or on the average of the last half hour. */
  readonly price: 'print' | 'half-hour-average';
  /** On settlement in cash a hedge is traded away; where the underlying changes hands it is delivered. */
  readonly delivery: 'cash' | 'underlying';
};

/** A chain file is taken at its word: nothing is known of its market but its expiries. */
export const CHAIN_FILE_TERMS: SettlementTerms = {
  daily: 'next-expiry',
  price: 'print',
  delivery: 'cash',
};

const DAY_MS = 86_400_000;
const UTC_SETTLEMENT_MS = 8 * 3_600_000;

/** The hours of a market whose contracts settle so: a chain file's days are those of UTC. */
export function hoursOf({ daily }: SettlementTerms): MarketHours {
  return daily === 'us-close' ? 'new-york' : 'always';
}

/** The first daily settlement after the chain's data time, epoch milliseconds; null where it has no contract. */
export function nextSettlementMs(chain: Chain, { daily }: SettlementTerms): number | null {
  const { asOfMs } = chain;
  if (chain.size === 0) return null;
  switch (daily) {
    case 'next-expiry':
      return chain.expiryMs.reduce((first, expiryMs) => Math.min(first, expiryMs));
    case 'utc-0800':
      return (Math.floor((asOfMs - UTC_SETTLEMENT_MS) / DAY_MS) + 1) * DAY_MS + UTC_SETTLEMENT_MS;
    case 'us-close': {
      const date = localDate(asOfMs, NEW_YORK);
      const isOpenLater = isTradingDay(date) && sessionClose(date) > asOfMs;
      return sessionClose(isOpenLater ? date : nextTradingDay(date));
    }
  }
}
