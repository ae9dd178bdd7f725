/** A published date on which prices of the whole market move. */
export type MacroDate = { readonly date: string; readonly name: string };

/**
 * Days of the Federal Open Market Committee's decisions, 14:00 New York: the second day of each meeting as the Federal
 * Reserve Board announced them in its releases of August 2024 (2026) and of 5 September 2025 (2027). The dates of CPI
 * and jobs are not listed: no published schedule of them was at hand.
 */
export const MACRO_DATES: readonly [MacroDate, ...MacroDate[]] = [
  { date: '2026-12-09', name: 'FOMC 14:00 ET' },
  { date: '2027-01-27', name: 'FOMC 14:00 ET' },
  { date: '2027-03-17', name: 'FOMC 14:00 ET' },
  { date: '2027-04-28', name: 'FOMC 14:00 ET' },
  { date: '2027-06-09', name: 'FOMC 14:00 ET' },
  { date: '2027-07-28', name: 'FOMC 14:00 ET' },
  { date: '2027-09-15', name: 'FOMC 14:00 ET' },
  { date: '2027-10-27', name: 'FOMC 14:00 ET' },
  { date: '2027-12-08', name: 'FOMC 14:00 ET' },
];
