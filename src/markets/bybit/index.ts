export { createBybitMarket } from './bybit-market.ts';
