import { fail, type Result } from '../../core/result.ts';
import { CONTRACTS_MAX, ContractList } from '../us-options/contract-list.ts';
import { type CboeDocument, documentOf, lastTrade, readDocument } from './parse-json.ts';
import { NotPlainRows, RowScanner } from './scan-rows.ts';
import { documentFields, scannedRows } from './schema.ts';

const LIST = /"options"\s*:\s*\[/;
/** A document's own fields before its rows; longer beginnings are another format. */
const HEAD_BYTES_MAX = 10_000;
/** What stands in place of the rows that were scanned; no JSON text of the venue holds it. */
const SCANNED = 'rows that were scanned';

/**
 * Reads a delayed-quotes document from its bytes, in a third of the time that JSON.parse would take. What is not rows
 * of plain values JSON.parse reads after all, with the same result. `seenAtMs` is when the document was fetched. The
 * failure is a phrase about the document, which it calls "it".
 */
export function readDocumentBytes(bytes: Buffer, seenAtMs: number): Result<CboeDocument, string> {
  const scanned = scanDocument(bytes, seenAtMs);
  if (scanned !== null) return scanned;
  let document: unknown;
  try {
    document = JSON.parse(bytes.toString());
  } catch {
    return fail('it is not JSON');
  }
  return readDocument(document, seenAtMs);
}

/** The document by its scanned rows; null where it must be parsed whole. */
function scanDocument(bytes: Buffer, seenAtMs: number): Result<CboeDocument, string> | null {
  const head = LIST.exec(bytes.toString('latin1', 0, HEAD_BYTES_MAX));
  if (head === null) return null;
  const rowsAt = head.index + head[0].length;
  const list = new ContractList();
  try {
    const end = new RowScanner(bytes, rowsAt).scan((row) => list.add(row), CONTRACTS_MAX);
    const [before, after] = [bytes.subarray(0, rowsAt - 1), bytes.subarray(end)];
    const rest: unknown = JSON.parse(`${before}${JSON.stringify(SCANNED)}${after}`);
    // The rows may have stood in another place than the one they are looked for in.
    const place = scannedRows.safeParse(rest);
    const fields = documentFields.safeParse(rest);
    if (!place.success || place.data.data.options !== SCANNED || !fields.success) return null;
    const traded = lastTrade(fields.data);
    return traded === null ? null : documentOf(fields.data, list, { traded, seenAtMs });
  } catch (error) {
    if (error instanceof NotPlainRows || error instanceof SyntaxError) return null;
    throw error;
  }
}
