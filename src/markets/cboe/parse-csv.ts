import { fail, ok, type Result } from '../../core/result.ts';
import { assembleChain } from '../us-options/assemble-chain.ts';
import { CONTRACTS_MAX, ContractList } from '../us-options/contract-list.ts';
import { sessionAt } from '../us-options/session.ts';
import type { Caveat, UsChain } from '../us-options/us-chain.ts';
import { type Columns, isHeader, readHeader, type SideColumns } from './csv-header.ts';
import { csvFields } from './csv-line.ts';
import { readDateLine } from './date-line.ts';
import { price } from './schema.ts';

/** Title and date line stand before the header, with at most a few blank lines. */
const HEAD_LINES_MAX = 12;

const TITLE = /Last:\s*(.*?)"?(?:,\s*"?Change:|,*$)/;
const DATE_LINE = /Date:\s*(.*?)"?(?:,\s*"?Bid:|,*$)/;
const THOUSANDS = /^\d{1,3}(?:,\d{3})+(?:\.\d+)?$/;

/**
 * Reads the site's quote download (`quotedata.csv`): a title with the last price, a date line, a header, and a row
 * for each strike with the call on the left and the put on the right. Columns are found by name; rows that cannot be
 * read are counted; vols of 0 are unknown. The failure is a sentence about the file, which it calls "it".
 */
export function parseCboeCsv(text: string): Result<UsChain, string> {
  const lines = text.split(/\r\n|\n|\r/);
  const head = lines.slice(0, HEAD_LINES_MAX);
  const headerAt = head.findIndex(isHeader);
  if (headerAt < 0) return fail('it has no header line that begins with "Expiration Date,Calls"');
  if (!head.slice(0, headerAt).some((line) => line.includes('Last:'))) {
    return fail('the title line with the last price ("Last: …") is missing above its header');
  }
  const spot = price.safeParse(lastPrice(head.slice(0, headerAt)));
  if (!spot.success) return fail('its title line has no last price above 0 ("Last: …")');
  const columns = readHeader(lines[headerAt] ?? '');
  if (!columns.ok) return columns;
  if ((lines.length - headerAt) * 2 > CONTRACTS_MAX) {
    return fail(`it has ${lines.length} lines, more than the ${CONTRACTS_MAX / 2} that are read`);
  }
  const contracts = readRows(lines.slice(headerAt + 1), columns.value).finish(null);
  if (!contracts.ok) return contracts;
  const dateLine = head.slice(0, headerAt).find((line) => DATE_LINE.test(line));
  if (dateLine === undefined) return fail('it has no date line ("Date: …") above its header');
  const firstExpiryMs = contracts.value.contracts.reduce(
    (first, { expiryMs }) => Math.min(first, expiryMs),
    Number.POSITIVE_INFINITY,
  );
  const time = readDateLine(DATE_LINE.exec(dateLine)?.[1] ?? '', firstExpiryMs);
  if (!time.ok) return time;
  const { asOfMs, caveats } = time.value;
  return ok(
    assembleChain({
      ...contracts.value,
      asOfMs,
      spot: spot.data,
      session: sessionAt(asOfMs),
      caveats: [...caveats, ...missingColumns(columns.value)],
    }),
  );
}

function lastPrice(head: readonly string[]): number {
  const title = head.find((line) => TITLE.test(line)) ?? '';
  const stated = TITLE.exec(title)?.[1]?.trim() ?? '';
  if (stated === '') return Number.NaN;
  return Number(THOUSANDS.test(stated) ? stated.replaceAll(',', '') : stated);
}

function missingColumns({ missing }: Columns): readonly Caveat[] {
  return missing.length === 0 ? [] : [{ kind: 'columns-missing', columns: missing }];
}

function readRows(lines: readonly string[], columns: Columns): ContractList {
  const list = new ContractList();
  for (const line of lines) {
    const fields = csvFields(line);
    addSide(list, fields, columns.calls);
    addSide(list, fields, columns.puts);
  }
  return list;
}

/** A side without a name is not listed: blank lines and a spreadsheet's padding have neither side. */
function addSide(list: ContractList, fields: readonly string[], columns: SideColumns): void {
  const name = fields[columns.name]?.trim() ?? '';
  if (name === '') return;
  const amount = (column: number | null) => (column === null ? null : readNumber(fields[column]));
  list.add({
    name,
    openInterest: readNumber(fields[columns.openInterest]),
    iv: amount(columns.iv),
    bid: amount(columns.bid),
    ask: amount(columns.ask),
  });
}

/** The number in a field; null where it is empty; the text itself, which no one takes for a number, otherwise. */
function readNumber(field: string | undefined): number | string | null {
  const text = field?.trim() ?? 'missing';
  if (text === '') return null;
  const value = Number(text);
  return Number.isNaN(value) ? text : value;
}
