import { join } from 'node:path';
import { storeContract } from '../contracts/store-contract.ts';
import { aFolder, openOrThrow } from '../support/stored.ts';

storeContract('store in a file', () => openOrThrow(join(aFolder(), 'data', 'bot.db')));
storeContract('store in memory', () => openOrThrow(':memory:'));
