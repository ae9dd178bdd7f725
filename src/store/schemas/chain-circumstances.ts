import { z } from 'zod';
import type { QuotedChain } from '../../core/chain/chain.ts';

/** What a chain says about itself beside its numbers and contracts. */
export type ChainCircumstances = Omit<
  QuotedChain,
  'name' | 'asOfMs' | 'spot' | 'rate' | 'dividendYield' | 'multiplier' | 'invalidRows' | 'contracts'
>;

const caveat = z.object({
  kind: z.enum([
    'time-uncertain',
    'columns-missing',
    'part-of-chain',
    'old-session',
    'old-open-interest',
    'spot-divergence',
    'spot-outlier',
    'spot-of-close',
    'vols-from-quotes',
  ]),
  reason: z.string(),
});

/** Circumstances as stored; also the guard that no figure without a finite value is ever written. */
export const chainCircumstancesSchema: z.ZodType<ChainCircumstances> = z.object({
  spotQuotes: z
    .array(
      z.object({
        source: z.enum(['index', 'perpetual', 'future', 'parity']),
        usd: z.number(),
      }),
    )
    .exactOptional(),
  spotFrom: z.string().exactOptional(),
  spotCloseOf: z.string().exactOptional(),
  deliveryPriceUsd: z.number().exactOptional(),
  funding8h: z.number().exactOptional(),
  impliedVolIndex: z.number().exactOptional(),
  openInterestSession: z.string().exactOptional(),
  caveats: z.array(caveat).exactOptional(),
});
