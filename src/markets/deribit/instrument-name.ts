import type { OptionType } from '../../core/chain/chain.ts';

/** What makes a listed option the contract it is. */
export type ContractTerms = {
  readonly strike: number;
  /** Settlement instant, epoch milliseconds. */
  readonly expiryMs: number;
  readonly type: OptionType;
};

export type InstrumentName =
  | { readonly kind: 'option'; readonly symbol: string; readonly terms: ContractTerms }
  | { readonly kind: 'not-an-option' }
  | { readonly kind: 'unreadable' };

/** Deribit settles every option at 08:00:00 UTC of its expiry day. */
const SETTLEMENT_HOUR_UTC = 8;

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** Coin-settled options only: a linear option (`BTC_USDC-…`) needs a contract size that no summary states. */
const OPTION = /^([A-Z]{2,6})-(\d{1,2})([A-Z]{3})(\d{2})-(\d{1,9})-([CP])$/;

/** Dated futures (`BTC-27JUN25`), perpetuals, and combos, whose second part is a word (`BTC-CBUT-…`). */
const FUTURE_OR_COMBO = /^[A-Z]{2,6}-(?:\d{1,2}[A-Z]{3}\d{2}|[A-Z]{2,}(?:-.*)?)$/;

function settlementMs(day: number, month: string, year: number): number | null {
  const monthIndex = MONTHS.indexOf(month);
  const instant = Date.UTC(2000 + year, monthIndex, day, SETTLEMENT_HOUR_UTC);
  const isRealDay = monthIndex >= 0 && day >= 1 && new Date(instant).getUTCDate() === day;
  return isRealDay ? instant : null;
}

/** Reads names such as `BTC-6MAR26-70000-C`; a day that no calendar has makes a name unreadable. */
export function readInstrumentName(name: string): InstrumentName {
  const [, symbol, day, month, year, strike, letter] = OPTION.exec(name) ?? [];
  if (symbol === undefined || month === undefined)
    return { kind: FUTURE_OR_COMBO.test(name) ? 'not-an-option' : 'unreadable' };
  const expiryMs = settlementMs(Number(day), month, Number(year));
  if (expiryMs === null || Number(strike) === 0) return { kind: 'unreadable' };
  const type = letter === 'C' ? 'call' : 'put';
  return { kind: 'option', symbol, terms: { strike: Number(strike), expiryMs, type } };
}
