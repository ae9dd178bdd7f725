/** A row of a document, under whatever names its venue has. */
export type Row = Record<string, unknown>;

/** What the two venues call the same things. */
export type Dialect = {
  readonly name: string;
  readonly vol: string;
  /** Vol of 900 %. */
  readonly hugeVol: number;
  /** A name with its strike at zero, and with another date. */
  readonly zeroStrike: (name: string) => string;
  readonly dated: (name: string, atMs: number) => string;
  readonly seriesOf: (name: string) => string;
};

/** The part of a document that faults about rows change. */
export type Book = {
  readonly dialect: Dialect;
  readonly rows: Row[];
  /** Puts other rows in their place. */
  readonly replace: (rows: Row[]) => void;
};

const MONTHS = 'JAN FEB MAR APR MAY JUN JUL AUG SEP OCT NOV DEC'.split(' ');

const DERIBIT: Dialect = {
  name: 'instrument_name',
  vol: 'mark_iv',
  hugeVol: 900,
  zeroStrike: (name) => name.replace(/-[^-]+-([CP])$/, '-0-$1'),
  dated: (name, atMs) => {
    const date = new Date(atMs);
    const word = `${date.getUTCDate()}${MONTHS[date.getUTCMonth()]}${String(date.getUTCFullYear()).slice(2)}`;
    return name.replace(/-\d{1,2}[A-Z]{3}\d{2}/, `-${word}`);
  },
  seriesOf: (name) => name.split('-').slice(0, 2).join('-'),
};

const CBOE: Dialect = {
  name: 'option',
  vol: 'iv',
  hugeVol: 9,
  zeroStrike: (name) => `${name.slice(0, -8)}00000000`,
  dated: (name, atMs) => {
    const word = new Date(atMs).toISOString().slice(2, 10).replaceAll('-', '');
    return `${name.slice(0, -15)}${word}${name.slice(-9)}`;
  },
  seriesOf: (name) => name.slice(0, -9),
};

/** Whether a parsed value is an object with fields. */
export function isRow(value: unknown): value is Row {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The rows of a parsed answer of either venue; null where it holds no options or futures. */
export function bookIn(document: unknown): Book | null {
  if (!isRow(document)) return null;
  const { result, data } = document;
  if (Array.isArray(result) && result.every(isRow))
    return {
      dialect: DERIBIT,
      rows: result,
      replace: (rows) => {
        document.result = rows;
      },
    };
  if (!isRow(data) || !Array.isArray(data.options) || !data.options.every(isRow)) return null;
  return {
    dialect: CBOE,
    rows: data.options,
    replace: (rows) => {
      data.options = rows;
    },
  };
}
