export { createTradierMarket } from './tradier-market.ts';
