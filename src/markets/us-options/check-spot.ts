import type { QuotedChain, SpotQuote } from '../../core/chain/chain.ts';
import { nearestParityForward } from '../../core/chain/parity-spot.ts';
import { checkedSpot } from '../../core/chain/robust-spot.ts';
import { YEAR_MS } from '../../core/schedule/year.ts';
import { exerciseOf } from './underlying.ts';

/** What a generous payer pays a quarter: inside the expiry it lowers the forward, and nobody here knows the date. */
const DIVIDEND_SHARE_MAX = 0.02;

/**
 * A chain whose spot is held against the price that its own nearest options imply, where they tell one: a doubt lowers
 * the grade, as with any second source.
 */
export function checkSpot(chain: QuotedChain, symbol: string): QuotedChain {
  const forward = nearestParityForward(chain.contracts, chain.asOfMs);
  if (forward === null) return chain;
  const years = (forward.settlesMs - chain.asOfMs) / YEAR_MS;
  const implied = forward.usd * Math.exp(-chain.rate * years);
  const mayPayDividend = exerciseOf(symbol) === 'american' && implied < chain.spot;
  const usd = mayPayDividend ? Math.min(chain.spot, implied * (1 + DIVIDEND_SHARE_MAX)) : implied;
  const spotQuotes: readonly SpotQuote[] = [
    { source: 'index', usd: chain.spot },
    { source: 'parity', usd },
  ];
  const { caveats } = checkedSpot(chain.spot, spotQuotes);
  return { ...chain, spotQuotes, caveats: [...(chain.caveats ?? []), ...caveats] };
}
