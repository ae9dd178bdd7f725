import { existsSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';

const FOLDER = new URL('../../../shared/data/deribit/', import.meta.url);

/** Cells of one line; the only quoted ones hold lists with commas. */
function cellsOf(line: string): readonly string[] {
  return [...line.matchAll(/("[^"]*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => cell);
}

/** The rows of a recorded table by column name; none where it is absent. */
export function deribitTable(path: string): readonly Readonly<Record<string, string>>[] {
  const place = new URL(path, FOLDER);
  if (!existsSync(place)) return [];
  const bytes = readFileSync(place);
  const text = (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
  const [header = '', ...lines] = text.trim().split(/\r?\n/);
  const names = cellsOf(header);
  return lines.map((line) => {
    const cells = cellsOf(line);
    return Object.fromEntries(names.map((name, index) => [name, cells[index] ?? '']));
  });
}

/**
 * Rows collected one by one over minutes, put into the shape of a book summary: the newest of each instrument, all of
 * them stamped as the newest one is.
 */
export function bookSummaryOf(rows: readonly Readonly<Record<string, string>>[]): string {
  const stampOf = (row: Readonly<Record<string, string>>) =>
    Number(row.timestamp ?? row.creation_timestamp);
  const newestLast = rows.toSorted((a, b) => stampOf(a) - stampOf(b));
  const byName = new Map(newestLast.map((row) => [row.instrument_name, row]));
  const stamp = Math.max(...rows.map(stampOf));
  const result = [...byName.values()].map((row) => ({
    instrument_name: row.instrument_name,
    underlying_price: Number(row.underlying_price),
    estimated_delivery_price: Number(row.index_price ?? row.spot_ref),
    mark_iv: Number(row.mark_iv),
    bid_price: Number(row.best_bid_price),
    ask_price: Number(row.best_ask_price),
    open_interest: Number(row.open_interest),
    creation_timestamp: stamp,
  }));
  return JSON.stringify({ jsonrpc: '2.0', result });
}
