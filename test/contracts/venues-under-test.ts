import { createBybitMarket } from '../../src/markets/bybit/index.ts';
import { createCboeMarket } from '../../src/markets/cboe/index.ts';
import { createDeribitMarket } from '../../src/markets/deribit/index.ts';
import { createTradierMarket } from '../../src/markets/tradier/index.ts';
import { Secret } from '../../src/secret.ts';
import { bybitTickers } from '../support/bybit-fixtures.ts';
import { cboeFixture } from '../support/cboe-fixtures.ts';
import { deribitAnswer } from '../support/deribit-fixtures.ts';
import { tradierFixture } from '../support/tradier-fixtures.ts';
import type { MarketUnderTest } from './market-contract.ts';

const nowMs = Date.now;

/** Coin-settled options. */
export const deribit: MarketUnderTest = {
  venue: 'Deribit',
  symbol: 'BTC',
  create: (baseUrl, limits) => createDeribitMarket({ baseUrl, nowMs, limits }),
  healthyAnswer: deribitAnswer,
};

/** The same venue's options in USDC. */
export const deribitLinear: MarketUnderTest = {
  ...deribit,
  venue: 'Deribit in USDC',
  symbol: 'SOL',
};

/** One document a symbol. */
export const cboe: MarketUnderTest = {
  venue: 'Cboe',
  symbol: 'SPX',
  create: (baseUrl, limits) => createCboeMarket({ baseUrl, nowMs, symbols: ['SPX'], limits }),
  healthyAnswer: () => cboeFixture('spx.json'),
  hasMorningSettlement: true,
};

const KEY = 'canary-tradier-7f3a';

/** A minute after the newest quote of the fixture: before the open of a later day its chain would be another one. */
const TRADIER_STARTS_MS = Date.UTC(2026, 7, 17, 19, 46);
const startedMs = Date.now();
const tradierNowMs = () => TRADIER_STARTS_MS + Date.now() - startedMs;

/** Keyed. */
export const tradier: MarketUnderTest = {
  venue: 'Tradier',
  symbol: 'SPX',
  create: (baseUrl, limits) =>
    createTradierMarket({
      ...{ baseUrl, nowMs: tradierNowMs, limits },
      ...{ symbols: ['SPX'], token: new Secret(KEY) },
    }),
  healthyAnswer: tradierFixture,
  secret: KEY,
  hasMorningSettlement: true,
};

/** One call a chain. */
export const bybit: MarketUnderTest = {
  venue: 'Bybit',
  symbol: 'BTC.BYBIT',
  create: (baseUrl, limits) => createBybitMarket({ baseUrl, nowMs, limits }),
  healthyAnswer: bybitTickers,
};
