import { createDeribitMarket } from '../../../src/markets/deribit/index.ts';
import { marketContract } from '../../contracts/market-contract.ts';
import { deribitAnswer } from '../../support/deribit-fixtures.ts';

for (const [venue, symbol] of [
  ['Deribit', 'BTC'],
  ['Deribit in USDC', 'SOL'],
] as const)
  marketContract({
    venue,
    symbol,
    create: (baseUrl, limits) => createDeribitMarket({ baseUrl, nowMs: Date.now, limits }),
    healthyAnswer: deribitAnswer,
  });
