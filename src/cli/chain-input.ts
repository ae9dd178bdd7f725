import { basename } from 'node:path';
import type { QuotedChain } from '../core/chain/chain.ts';
import { parseChainFile } from '../core/chain/chain-file.ts';
import { CHAIN_FILE_TERMS, type SettlementTerms } from '../core/chain/settlement-terms.ts';
import type { HedgeContract } from '../core/exposure/hedge-contract.ts';
import { fail, ok, type Result } from '../core/result.ts';
import {
  looksLikeCboeCsv,
  looksLikeCboeJson,
  parseCboeCsv,
  parseCboeJson,
} from '../markets/cboe/index.ts';
import { DERIBIT_TERMS, parseBookSummaryDocument } from '../markets/deribit/index.ts';
import {
  calibrate,
  checkSpot,
  type UsChain,
  usHedge,
  usTerms,
} from '../markets/us-options/index.ts';
import { readInputFile } from './input-file.ts';
import { type CboeSource, cboeSource, type InputSource } from './input-source.ts';
import { notJson, otherSeparator } from './not-json.ts';

/** What the name of a file says that holds one chain per line. */
const LINES_NAME = /\.jsonl(\.gz)?$/i;

/** What a reader of another file can do. */
const READABLE =
  'what can be read is a chain file (JSON, or one chain a line in .jsonl), a Deribit book summary (JSON), and Cboe delayed quotes (JSON, or the quote table of its site as CSV)';

/** A chain, how its contracts settle, and what its file says beside the numbers. */
export type LoadedChain = {
  readonly chain: QuotedChain;
  readonly terms: SettlementTerms;
  /** The future that readers hedge in; null without one. */
  readonly hedge: HedgeContract | null;
  readonly source: InputSource;
};

/** Chains of one input file, oldest first. */
export type ChainInput = { readonly isSeries: boolean; readonly chains: readonly LoadedChain[] };

/**
 * Reads a chain file, a series of them (one a line, `.jsonl`), a Deribit book summary, or a CBOE document or quote
 * download; the kind is recognised from the content. `statedRate`, continuous per year, is used where a CBOE
 * document's quotes tell none. The failure is one sentence that says what is wrong and where.
 */
export async function readChainInput(
  file: string,
  statedRate: number,
): Promise<Result<ChainInput, string>> {
  const text = await readInputFile(file);
  if (!text.ok) return text;
  const name = basename(file);
  if (!LINES_NAME.test(name)) {
    const chain = readChainText(text.value, name, statedRate);
    return chain.ok ? ok({ isSeries: false, chains: [chain.value] }) : chain;
  }
  const chains: LoadedChain[] = [];
  for (const [index, line] of text.value.split('\n').entries()) {
    if (line.trim() === '') continue;
    const chain = readChainText(line, `${name} line ${index + 1}`, statedRate);
    if (!chain.ok) return chain;
    chains.push(chain.value);
  }
  return chains.length > 0 ? ok({ isSeries: true, chains }) : fail(`${name} holds no chain`);
}

function readChainText(
  text: string,
  place: string,
  statedRate: number,
): Result<LoadedChain, string> {
  const separator = otherSeparator(text);
  if (separator !== null)
    return fail(
      `${place}: its columns are separated by ${separator}; save it with commas, as it was downloaded`,
    );
  if (looksLikeCboeCsv(text)) {
    return placed(place, calibrated('cboe-csv', parseCboeCsv(text), statedRate));
  }
  let document: unknown;
  try {
    document = JSON.parse(text);
  } catch (error) {
    return fail(`${place} ${notJson(text, error)}, nor a quote table of Cboe; ${READABLE}`);
  }
  if (looksLikeCboeJson(document)) {
    return placed(place, calibrated('cboe-json', parseCboeJson(document), statedRate));
  }
  return placed(place, isVenueAnswer(document) ? deribitChain(document) : fileChain(document));
}

function placed<T>(place: string, read: Result<T, string>): Result<T, string> {
  return read.ok ? read : fail(`${place}: ${read.failure}`);
}

function deribitChain(document: unknown): Result<LoadedChain, string> {
  const chain = parseBookSummaryDocument(document);
  if (!chain.ok) return chain;
  const source = { kind: 'deribit-book-summary' } as const;
  return ok({ chain: chain.value, terms: DERIBIT_TERMS, hedge: null, source });
}

function fileChain(document: unknown): Result<LoadedChain, string> {
  const chain = parseChainFile(document);
  if (!chain.ok) return chain;
  const source = { kind: 'chain-file' } as const;
  return ok({ chain: chain.value, terms: CHAIN_FILE_TERMS, hedge: null, source });
}

/** On the clock of its quotes, with parity forwards and the vols that the venue left out. */
function calibrated(
  kind: CboeSource['kind'],
  parsed: Result<UsChain, string>,
  statedRate: number,
): Result<LoadedChain, string> {
  if (!parsed.ok) return parsed;
  const found = calibrate(parsed.value, statedRate);
  const source = cboeSource(kind, parsed.value, found);
  const { symbol } = parsed.value;
  const market = { terms: usTerms(symbol), hedge: usHedge(symbol) };
  return ok({ chain: checkSpot(found.chain, symbol), ...market, source });
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
