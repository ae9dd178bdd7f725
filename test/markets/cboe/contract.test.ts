import { createCboeMarket } from '../../../src/markets/cboe/index.ts';
import { marketContract } from '../../contracts/market-contract.ts';
import { cboeFixture } from '../../support/cboe-fixtures.ts';

marketContract({
  venue: 'Cboe',
  symbol: 'SPX',
  create: (baseUrl, limits) =>
    createCboeMarket({ baseUrl, nowMs: Date.now, symbols: ['SPX'], limits }),
  healthyAnswer: () => cboeFixture('spx.json'),
  hasMorningSettlement: true,
  remembersBodies: false,
});
