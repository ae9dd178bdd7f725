import type { SettlementTerms } from '../../core/chain/settlement-terms.ts';

/** Every day at 08:00 UTC, in cash, on the average of the index over the last half hour. */
export const DERIBIT_TERMS: SettlementTerms = {
  daily: 'utc-0800',
  price: 'half-hour-average',
  delivery: 'cash',
};
