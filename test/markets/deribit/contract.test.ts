import { createDeribitMarket } from '../../../src/markets/deribit/index.ts';
import { marketContract } from '../../contracts/market-contract.ts';
import { deribitFixture, deribitMethod } from '../../support/deribit-fixtures.ts';

marketContract({
  venue: 'Deribit',
  symbol: 'BTC',
  create: (baseUrl, limits) => createDeribitMarket({ baseUrl, nowMs: Date.now, limits }),
  healthyAnswer: (path) => deribitFixture(deribitMethod(path)),
});
