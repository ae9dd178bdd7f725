import { DERIBIT_TERMS } from '../../src/markets/deribit/settlement.ts';
import type { Listing } from '../../src/markets/market.ts';

/** A listing of a market that trades around the clock. */
export function aListing(symbol = 'BTC', overrides: Partial<Listing> = {}): Listing {
  return {
    symbol,
    venue: 'deribit',
    venueName: 'Deribit',
    unit: symbol,
    hours: 'always',
    statedDelayMs: 0,
    hedge: null,
    settlement: DERIBIT_TERMS,
    book: null,
    termsOfUse: 'Invented.',
    ...overrides,
  };
}
