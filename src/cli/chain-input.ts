import { basename } from 'node:path';
import type { QuotedChain } from '../core/chain/chain.ts';
import { parseChainFile } from '../core/chain/chain-file.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { calibrate } from '../markets/cboe/calibrate.ts';
import type { CboeChain } from '../markets/cboe/cboe-chain.ts';
import { parseCboeCsv } from '../markets/cboe/parse-csv.ts';
import { parseCboeJson } from '../markets/cboe/parse-json.ts';
import { looksLikeCboeCsv, looksLikeCboeJson } from '../markets/cboe/recognise.ts';
import { parseBookSummaryDocument } from '../markets/deribit/index.ts';
import { readInputFile } from './input-file.ts';

/** Parity gives the rate where exercise is European; the documents state none for the others. */
const STATED_RATE = 0;
/** What the name of a file says that holds one chain per line. */
const LINES_NAME = /\.jsonl(\.gz)?$/i;

/** Chains of one input file, oldest first. */
export type ChainInput = { readonly isSeries: boolean; readonly chains: readonly QuotedChain[] };

/**
 * Reads a chain file, a series of them (one a line, `.jsonl`), a recorded Deribit book summary, a CBOE delayed-quotes
 * document or a CBOE quote download; the kind is recognised from the content. The failure is one sentence that says what is wrong and where.
 */
export async function readChainInput(file: string): Promise<Result<ChainInput, string>> {
  const text = await readInputFile(file);
  if (!text.ok) return text;
  const name = basename(file);
  if (!LINES_NAME.test(name)) {
    const chain = parseChainText(text.value, name);
    return chain.ok ? ok({ isSeries: false, chains: [chain.value] }) : chain;
  }
  const chains: QuotedChain[] = [];
  for (const [index, line] of text.value.split('\n').entries()) {
    if (line.trim() === '') continue;
    const chain = parseChainText(line, `${name} line ${index + 1}`);
    if (!chain.ok) return chain;
    chains.push(chain.value);
  }
  return chains.length > 0 ? ok({ isSeries: true, chains }) : fail(`${name} holds no chain`);
}

/** A CBOE chain with parity forwards and the vols that the venue left out; the failure names the place. */
function calibrated(parsed: Result<CboeChain, string>, place: string): Result<QuotedChain, string> {
  return parsed.ok
    ? ok(calibrate(parsed.value, STATED_RATE).chain)
    : fail(`${place}: ${parsed.failure}`);
}

function parseChainText(text: string, place: string): Result<QuotedChain, string> {
  if (looksLikeCboeCsv(text)) return calibrated(parseCboeCsv(text), place);
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    const detail = error instanceof Error ? error.message : 'unknown error';
    // The parser quotes the file, and the file may hold characters that steer a terminal.
    return fail(`${place} is not JSON (${detail.replaceAll(/\p{Cc}/gu, ' ')})`);
  }
  if (looksLikeCboeJson(document)) return calibrated(parseCboeJson(document), place);
  const chain = isVenueAnswer(document)
    ? parseBookSummaryDocument(document)
    : parseChainFile(document);
  return chain.ok ? chain : fail(`${place}: ${chain.failure}`);
}

/** Deribit wraps answers in `result` and refusals in `error`; a chain file has neither. */
function isVenueAnswer(document: unknown): boolean {
  return (
    typeof document === 'object' &&
    document !== null &&
    !('contracts' in document) &&
    ('result' in document || 'error' in document)
  );
}
