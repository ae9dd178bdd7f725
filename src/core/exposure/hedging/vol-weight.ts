import { THIRTY_DAYS_YEARS } from '../../schedule/year.ts';

/** Days before expiry √(30 days/T) would move vols by more than markets do. */
const WEIGHT_MAX = 1.5;

/** Points by which the vol of an expiry moves per point of 30-day vol: √(30 days/T), at most 1.5. */
export function volWeight(years: number): number {
  return Math.min(WEIGHT_MAX, Math.sqrt(THIRTY_DAYS_YEARS / years));
}
