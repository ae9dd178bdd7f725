import { nthWeekday } from '../chain/nth-weekday.ts';
import { marketZone } from './market-day.ts';
import type { MarketHours } from './market-hours.ts';
import { standardExpiry } from './us-calendar.ts';
import { localDate } from './wall-clock.ts';

const FRIDAY = 5;

/** Whether a month's own options settle then: in New York around its third Friday, around the clock on its last. */
export function isMonthlyExpiry(hours: MarketHours, expiryMs: number): boolean {
  const date = localDate(expiryMs, marketZone(hours));
  switch (hours) {
    case 'new-york':
      return standardExpiry(date) !== null;
    case 'always': {
      const [year, month] = [Number(date.slice(0, 4)), Number(date.slice(5, 7))];
      return date === nthWeekday({ year, month, weekday: FRIDAY, nth: -1 });
    }
  }
}
