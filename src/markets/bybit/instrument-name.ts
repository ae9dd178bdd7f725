import type { QuotedContract } from '../../core/chain/chain.ts';

/** What makes a listed option the contract it is. */
export type NamedOption = {
  /** What the option is on: `BTC`. */
  readonly base: string;
  readonly terms: Pick<QuotedContract, 'strike' | 'expiryMs' | 'type'>;
};

/** Settled in USDC without a last part, in USDT with one. */
const OPTION =
  /^([A-Z0-9]{2,10})-(\d{1,2})([A-Z]{3})(\d{2})-(\d{1,9}(?:\.\d{1,9})?)-([CP])(?:-USDT)?$/;

/**
 * Reads names such as `BTC-30DEC22-18000-C` and `BTC-27MAR26-70000-P-USDT`; null for anything else, and for a day that no
 * calendar has. Every option settles at 08:00 UTC of its day.
 */
export function readInstrumentName(name: string): NamedOption | null {
  const [, base, day, month, year, strike, letter] = OPTION.exec(name) ?? [];
  if (base === undefined || Number(strike) === 0) return null;
  const expiryMs = Date.parse(`${day} ${month} 20${year} 08:00 UTC`);
  // 31 June would roll over into July.
  if (new Date(expiryMs).getUTCDate() !== Number(day)) return null;
  const type = letter === 'C' ? 'call' : 'put';
  return { base, terms: { strike: Number(strike), expiryMs, type } };
}
