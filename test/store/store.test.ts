import { join } from 'node:path';
import { storeContract } from '../contracts/store-contract.ts';
import { tradeStoreContract } from '../contracts/trade-store-contract.ts';
import { aFolder, openOrThrow } from '../support/stored.ts';

storeContract('store in a file', () => openOrThrow(join(aFolder(), 'data', 'bot.db')));
storeContract('store in memory', () => openOrThrow(':memory:'));

tradeStoreContract('store in a file', () => openOrThrow(join(aFolder(), 'data', 'bot.db')));
tradeStoreContract('store in memory', () => openOrThrow(':memory:'));
