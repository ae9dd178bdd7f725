import type { QuotedContract } from '../../core/chain/chain.ts';
import { strikeInName, typeInName } from './osi-name.ts';

/** One contract's fields as a document states them, of whatever type they are. */
export type ListedFields = {
  readonly name: unknown;
  readonly openInterest: unknown;
  readonly iv: unknown;
  readonly bid: unknown;
  readonly ask: unknown;
  readonly volume?: unknown;
};

/** Currency units; a quote beyond it is a fault of the source. */
const QUOTE_MAX = 1e12;

/** A contract whose root and expiry are known; null where its name or a number is not what it must be. */
export function readContract(
  fields: ListedFields,
  instrument: string,
  expiryMs: number,
): QuotedContract | null {
  const type = typeInName(instrument);
  const strike = strikeInName(instrument);
  const openInterest = readAmount(fields.openInterest);
  const iv = readAmount(fields.iv);
  if (type === null || strike === null || openInterest === undefined || iv === undefined) {
    return null;
  }
  const contract: { -readonly [Field in keyof QuotedContract]: QuotedContract[Field] } = {
    strike,
    expiryMs,
    type,
    openInterest,
    // The venue writes 0 where it has no vol; it does so for contracts with open interest, too.
    iv: iv === 0 ? null : iv,
    bid: readQuote(fields.bid),
    ask: readQuote(fields.ask),
    instrument,
  };
  // What was traded is only counted: a broken volume does not cost the contract.
  const volume = readAmount(fields.volume);
  if (typeof volume === 'number') contract.volume = volume;
  return contract;
}

/** A number of at least 0; null where the document has none; undefined where it has something else. */
function readAmount(value: unknown): number | null | undefined {
  if (value === null || value === undefined) return null;
  return typeof value === 'number' && value >= 0 && Number.isFinite(value) ? value : undefined;
}

/** A quote above 0; the venue writes 0 where nobody quotes. A broken quote does not cost the contract. */
function readQuote(value: unknown): number | null {
  return typeof value === 'number' && value > 0 && value <= QUOTE_MAX ? value : null;
}
