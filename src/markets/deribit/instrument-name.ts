import type { OptionType } from '../../core/chain/chain.ts';

/** What makes a listed option the contract it is. */
export type ContractTerms = {
  readonly strike: number;
  /** Settlement instant, epoch milliseconds. */
  readonly expiryMs: number;
  readonly type: OptionType;
};

/** What an option's name says; `prefix` is `BTC` for inverse options and `SOL_USDC` for linear ones. */
export type InstrumentName =
  | { readonly kind: 'option'; readonly prefix: string; readonly terms: ContractTerms }
  | { readonly kind: 'not-an-option' }
  | { readonly kind: 'unreadable' };

/** A perpetual, or a future that settles. */
export type FutureName = {
  readonly prefix: string;
  /** Epoch milliseconds; null for a perpetual. */
  readonly settlesMs: number | null;
};

/** Deribit settles every option at 08:00:00 UTC of its expiry day. */
const SETTLEMENT_HOUR_UTC = 8;

const MONTHS = ['JAN', 'FEB', 'MAR', 'APR', 'MAY', 'JUN', 'JUL', 'AUG', 'SEP', 'OCT', 'NOV', 'DEC'];

/** A strike below one coin's dollar has its decimal point written as `d`: `1d42`. */
const OPTION =
  /^([A-Z0-9]{2,10}(?:_USD[CT])?)-(\d{1,2}[A-Z]{3}\d{2})-(\d{1,9}(?:d\d{1,9})?)-([CP])$/;

const FUTURE = /^([A-Z0-9]{2,10}(?:_USD[CT])?)-(\d{1,2}[A-Z]{3}\d{2}|PERPETUAL)$/;

/** Combos have a word where a date would stand: `BTC-CBUT-…`. */
const COMBO = /^[A-Z0-9]{2,10}(?:_USD[CT])?-[A-Z]{2,}(?:-.*)?$/;

const DATE = /^(\d{1,2})([A-Z]{3})(\d{2})$/;

/** The settlement on a day such as `6MAR26`; null for a day that no calendar has. */
function settlementMs(date: string): number | null {
  const [, day, month = '', year] = DATE.exec(date) ?? [];
  const monthIndex = MONTHS.indexOf(month);
  const instant = Date.UTC(2000 + Number(year), monthIndex, Number(day), SETTLEMENT_HOUR_UTC);
  const isRealDay =
    monthIndex >= 0 && Number(day) >= 1 && new Date(instant).getUTCDate() === Number(day);
  return isRealDay ? instant : null;
}

/** Reads names such as `BTC-6MAR26-70000-C` and `XRP_USDC-8MAY26-1d42-P`; what no calendar or strike list has is unreadable. */
export function readInstrumentName(name: string): InstrumentName {
  const [, prefix, date, strikeText, letter] = OPTION.exec(name) ?? [];
  if (prefix === undefined || date === undefined || strikeText === undefined)
    return { kind: FUTURE.test(name) || COMBO.test(name) ? 'not-an-option' : 'unreadable' };
  const expiryMs = settlementMs(date);
  const strike = Number(strikeText.replace('d', '.'));
  if (expiryMs === null || strike === 0) return { kind: 'unreadable' };
  const type = letter === 'C' ? 'call' : 'put';
  return { kind: 'option', prefix, terms: { strike, expiryMs, type } };
}

/** Reads names such as `BTC-PERPETUAL` and `BTC_USDC-27MAR26`; null for anything else. */
export function readFutureName(name: string): FutureName | null {
  const [, prefix, date] = FUTURE.exec(name) ?? [];
  if (prefix === undefined || date === undefined) return null;
  if (date === 'PERPETUAL') return { prefix, settlesMs: null };
  const settlesMs = settlementMs(date);
  return settlesMs === null ? null : { prefix, settlesMs };
}
