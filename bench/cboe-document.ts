import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { cleanChain } from '../src/core/chain/clean.ts';
import { gradeOf } from '../src/core/exposure/grade.ts';
import { readDocumentBytes } from '../src/markets/cboe/parse-bytes.ts';
import { calibrate } from '../src/markets/us-options/index.ts';
import { measureInterleaved } from './measure.ts';

/** A whole SPX document, 28,726 contracts in 12.3 MB; recorded data are not part of the project. */
const DOCUMENT = new URL(
  '../../shared/data/cboe/json_reconstructed/_SPX_2026-07-29.json.gz',
  import.meta.url,
);
const SEEN_MS = Date.parse('2026-07-29T22:38:22Z');
const ROUNDS = 25;
const TARGET_MS = 100;

/** One way through the document, and how much longer than JSON.parse alone it takes. */
type DocumentRow = {
  readonly name: string;
  readonly medianMs: number;
  readonly ofJsonParse: number;
  readonly targetMs: number | null;
};

function gradedChain(bytes: Buffer): unknown {
  const read = readDocumentBytes(bytes, SEEN_MS);
  if (!read.ok) throw new Error(read.failure);
  const chain = cleanChain(calibrate(read.value.parsed, 0).chain);
  return { chain, grade: gradeOf(chain, null) };
}

/** From the bytes of a document to a graded chain in columns; null where the recorded document is absent. */
export function benchCboeDocument(): readonly DocumentRow[] | null {
  if (!existsSync(DOCUMENT)) return null;
  const bytes = gunzipSync(readFileSync(DOCUMENT));
  const measured = measureInterleaved(
    [
      { name: 'JSON.parse alone', run: () => JSON.parse(bytes.toString()) },
      { name: 'contracts from bytes', run: () => readDocumentBytes(bytes, SEEN_MS) },
      { name: 'graded chain in columns from bytes', run: () => gradedChain(bytes) },
    ],
    ROUNDS,
  );
  const [rival] = measured;
  return measured.map(({ name, medianNs }, index) => ({
    name: `SPX document (${(bytes.length / 1e6).toFixed(1)} MB): ${name}`,
    medianMs: medianNs / 1e6,
    ofJsonParse: medianNs / (rival?.medianNs ?? Number.NaN),
    targetMs: index === measured.length - 1 ? TARGET_MS : null,
  }));
}
