import { createCboeMarket } from '../../src/markets/cboe/index.ts';
import { createDeribitMarket } from '../../src/markets/deribit/index.ts';

// Asks the venue at the address on the command line for a chain, several times over, and prints as JSON what came of it
// and how many megabytes stay behind. Needs --expose-gc: what is merely not collected yet is no leak. A process of its
// own, as memory is that of a whole process and the venue's bodies are large as well.

const ROUNDS = 3;
const [venueName, symbol = '', baseUrl = '', atMs = ''] = process.argv.slice(2);
const options = { baseUrl, nowMs: () => Number(atMs), symbols: [symbol] };
const market = venueName === 'Deribit' ? createDeribitMarket(options) : createCboeMarket(options);

async function megabytesInUse(): Promise<number> {
  // Buffers are let go of by finalisers, which run between tasks.
  for (let pass = 0; pass < 3; pass += 1) {
    globalThis.gc?.();
    await new Promise((resume) => setTimeout(resume, 10));
  }
  const { heapUsed, external } = process.memoryUsage();
  return (heapUsed + external) / 1e6;
}

async function ask(): Promise<string> {
  const answer = await market.fetchChain(symbol, new AbortController().signal);
  return answer.ok ? 'chain' : answer.failure.kind;
}

const kinds = [await ask()];
const before = await megabytesInUse();
for (let round = 0; round < ROUNDS; round += 1) kinds.push(await ask());
console.log(JSON.stringify({ kinds, grownMegabytes: (await megabytesInUse()) - before }));
