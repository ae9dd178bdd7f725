import { createTradierMarket } from '../../../src/markets/tradier/index.ts';
import { Secret } from '../../../src/secret.ts';
import { marketContract } from '../../contracts/market-contract.ts';
import { tradierFixture } from '../../support/tradier-fixtures.ts';

const KEY = 'canary-tradier-7f3a';

marketContract({
  venue: 'Tradier',
  symbol: 'SPX',
  create: (baseUrl, limits) =>
    createTradierMarket({
      ...{ baseUrl, limits, symbols: ['SPX'], nowMs: Date.now },
      token: new Secret(KEY),
    }),
  healthyAnswer: tradierFixture,
  secret: KEY,
  hasMorningSettlement: true,
});
