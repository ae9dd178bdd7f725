import { createBybitMarket } from '../../../src/markets/bybit/index.ts';
import { marketContract } from '../../contracts/market-contract.ts';
import { bybitTickers } from '../../support/bybit-fixtures.ts';

marketContract({
  venue: 'Bybit',
  symbol: 'BTC.BYBIT',
  create: (baseUrl, limits) => createBybitMarket({ baseUrl, nowMs: Date.now, limits }),
  healthyAnswer: bybitTickers,
});
