import type { MarketView } from './view.ts';

type Market = Pick<MarketView, 'hours' | 'venueName'>;

/** Every US exchange lists the same contracts, so that their venue is the whole market; another market's is a part. */
function venuePrefix({ hours, venueName }: Market): string {
  return hours === 'new-york' ? '' : `${venueName} `;
}

/** `Deribit dealers`, where one venue is not the market; else `dealers`. */
export function dealers(market: Market): string {
  return `${venuePrefix(market)}dealers`;
}

/** `Deribit dealer`, where one venue is not the market; else `dealer`. */
export function dealer(market: Market): string {
  return `${venuePrefix(market)}dealer`;
}

/** `Deribit dealer hedging`, or `Dealer hedging` at the beginning of a sentence. */
export function dealerHedging(market: Market): string {
  const words = `${dealer(market)} hedging`;
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}
