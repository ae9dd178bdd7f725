import type { Reply } from '../reply.ts';
import { type Book, bookIn, type Row } from './document.ts';
import { moveSpot, type SpotFault } from './spot-fault.ts';
import { shiftTime, type TimeFault } from './time-fault.ts';

/** What is wrong with the words of a body. */
export type RowFault = CellFault | ListFault | TimeFault | SpotFault | 'yesterdays-open-interest';

/** Wrong in single rows. */
export type CellFault =
  | 'nan'
  | 'infinite'
  | 'strings'
  | 'missing-fields'
  | 'extra-fields'
  | 'null-vol'
  | 'negative-open-interest'
  | 'zero-strike'
  | 'huge-vol'
  | 'zero-vol'
  | 'past-expiry';

/** Wrong in the list of rows. */
export type ListFault =
  | 'duplicates'
  | 'conflicts'
  | 'unsorted'
  | 'missing-expiry'
  | 'half-without-open-interest';

const EVERY_DEFAULT = 10;
const DAY_MS = 86_400_000;
/** JSON has no words for these: they stand in as texts until the body is written. */
const WORDS = { nan: '@NaN@', infinite: '@1e400@' };

export type RowFaultContext = {
  readonly how: RowFault;
  readonly every?: number | undefined;
  readonly factor?: number | undefined;
  readonly sinceMs: number;
  readonly nowMs: number;
  /** The same answer as it was a day before. */
  readonly yesterday: () => Reply;
};

function spoiledRow(row: Row, how: CellFault, { dialect }: Book, nowMs: number): Row {
  const name = String(row[dialect.name]);
  switch (how) {
    case 'nan':
      return { ...row, open_interest: WORDS.nan, [dialect.vol]: WORDS.nan };
    case 'infinite':
      return { ...row, open_interest: WORDS.infinite };
    case 'strings':
      return Object.fromEntries(
        Object.entries(row).map(([key, value]) => [
          key,
          typeof value === 'number' ? String(value) : value,
        ]),
      );
    case 'missing-fields':
      return { [dialect.name]: name };
    case 'extra-fields':
      return { ...row, unannounced: { nested: [1, 2, 3] } };
    case 'null-vol':
      return { ...row, [dialect.vol]: null };
    case 'negative-open-interest':
      return { ...row, open_interest: -1 - Number(row.open_interest) };
    case 'zero-strike':
      return { ...row, [dialect.name]: dialect.zeroStrike(name) };
    case 'huge-vol':
      return { ...row, [dialect.vol]: dialect.hugeVol };
    case 'zero-vol':
      return { ...row, [dialect.vol]: 0 };
    case 'past-expiry':
      return { ...row, [dialect.name]: dialect.dated(name, nowMs - DAY_MS) };
  }
}

function spoiledList(book: Book, how: ListFault, every: number): Row[] {
  const { rows, dialect } = book;
  const chosen = rows.filter((_, index) => index % every === 0);
  switch (how) {
    case 'duplicates':
      return [...rows, ...chosen];
    case 'conflicts':
      return [
        ...rows,
        ...chosen.map((row) => ({ ...row, open_interest: 1 + 2 * Number(row.open_interest) })),
      ];
    case 'unsorted':
      // Two strides through the list are a shuffle that needs no draw.
      return [
        ...rows.filter((_, index) => index % 2 === 1).reverse(),
        ...rows.filter((_, index) => index % 2 === 0),
      ];
    case 'missing-expiry': {
      const gone = dialect.seriesOf(String(rows[0]?.[dialect.name]));
      return rows.filter((row) => dialect.seriesOf(String(row[dialect.name])) !== gone);
    }
    case 'half-without-open-interest':
      return rows.map((row, index) => (index % 2 === 0 ? { ...row, open_interest: 0 } : row));
  }
}

function withYesterdaysOpenInterest(book: Book, yesterday: Reply): Row[] {
  const { dialect, rows } = book;
  const old = bookIn(JSON.parse(yesterday.body))?.rows ?? [];
  const open = new Map(old.map((row) => [row[dialect.name], row.open_interest]));
  return rows.map((row) => ({ ...row, open_interest: open.get(row[dialect.name]) ?? 0 }));
}

/** The rows with the fault in them; null where the fault is not about rows. */
function spoiledRows(book: Book, context: RowFaultContext): Row[] | null {
  const { how, every = EVERY_DEFAULT, nowMs } = context;
  switch (how) {
    case 'zero-spot':
    case 'spot-times':
    case 'perpetual-apart':
    case 'frozen-timestamp':
    case 'future-timestamp':
      return null;
    case 'yesterdays-open-interest':
      return withYesterdaysOpenInterest(book, context.yesterday());
    case 'duplicates':
    case 'conflicts':
    case 'unsorted':
    case 'missing-expiry':
    case 'half-without-open-interest':
      return spoiledList(book, how, every);
    case 'nan':
    case 'infinite':
    case 'strings':
    case 'missing-fields':
    case 'extra-fields':
    case 'null-vol':
    case 'negative-open-interest':
    case 'zero-strike':
    case 'huge-vol':
    case 'zero-vol':
    case 'past-expiry':
      return book.rows.map((row, index) =>
        index % every === 0 ? spoiledRow(row, how, book, nowMs) : row,
      );
  }
}

function spoil(document: unknown, context: RowFaultContext): void {
  const { how, factor } = context;
  if (how === 'zero-spot' || how === 'spot-times' || how === 'perpetual-apart')
    moveSpot(document, how, factor);
  if (how === 'frozen-timestamp' || how === 'future-timestamp') shiftTime(document, how, context);
  const book = bookIn(document);
  const rows = book === null ? null : spoiledRows(book, context);
  if (rows !== null) book?.replace(rows);
}

/** The answer with its words changed; what the fault does not concern, and refusals, stay as they are. */
export function withRowFault(reply: Reply, context: RowFaultContext): Reply {
  if (reply.status !== 200) return reply;
  const document: unknown = JSON.parse(reply.body);
  spoil(document, context);
  const body = JSON.stringify(document)
    .replaceAll(`"${WORDS.nan}"`, 'NaN')
    .replaceAll(`"${WORDS.infinite}"`, '1e400');
  return { ...reply, body };
}
