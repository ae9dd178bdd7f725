import type { SettlementTerms } from '../../core/chain/settlement-terms.ts';
import { exerciseOf } from './underlying.ts';

/** At the close of US sessions; index options, which are European, in cash, the others by delivery. */
export function usTerms(symbol: string): SettlementTerms {
  const delivery = exerciseOf(symbol) === 'european' ? 'cash' : 'underlying';
  return { daily: 'us-close', price: 'print', delivery };
}
