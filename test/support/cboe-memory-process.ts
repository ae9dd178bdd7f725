import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { cleanChain } from '../../src/core/chain/clean.ts';
import { gradeOf } from '../../src/core/exposure/grade.ts';
import { readDocumentBytes } from '../../src/markets/cboe/parse-bytes.ts';
import { calibrate } from '../../src/markets/us-options/index.ts';

// Reads the document named on the command line 30 times over, each from its own bytes as if fetched, and prints how
// many megabytes stay behind. Needs --expose-gc: what is merely not collected yet is no leak.

const DOCUMENTS = 30;
const [path = ''] = process.argv.slice(2);
const zipped = readFileSync(path);

function gradeDocument(): void {
  const read = readDocumentBytes(gunzipSync(zipped), Date.parse('2026-07-29T22:38:22Z'));
  if (!read.ok) throw new Error(read.failure);
  gradeOf(cleanChain(calibrate(read.value.parsed, 0).chain), null);
}

async function bytesInUse(): Promise<number> {
  // Buffers are let go of by finalisers, which run between tasks.
  for (let pass = 0; pass < 3; pass += 1) {
    globalThis.gc?.();
    await new Promise((resume) => setTimeout(resume, 10));
  }
  const { heapUsed, external } = process.memoryUsage();
  return heapUsed + external;
}

gradeDocument();
const before = await bytesInUse();
for (let document = 0; document < DOCUMENTS; document += 1) gradeDocument();
console.log(((await bytesInUse()) - before) / 1e6);
