import { fail, ok, type Result } from '../../core/result.ts';
import { csvFields } from './csv-line.ts';

/** Where the fields of one side stand in a row; absent where its user switched the column off. */
export type SideColumns = {
  readonly name: number;
  readonly openInterest: number;
  readonly iv: number | null;
  readonly bid: number | null;
  readonly ask: number | null;
};

/** The columns of both sides, and the names of those that are missing. */
export type Columns = {
  readonly calls: SideColumns;
  readonly puts: SideColumns;
  readonly missing: readonly string[];
};

/** Columns that a chain can do without, at the price of guesses from the others. */
const OPTIONAL = ['IV', 'Bid', 'Ask'] as const;

/** Whether a line is the table's header. */
export function isHeader(line: string): boolean {
  const names = csvFields(line);
  return names[0]?.trim() === 'Expiration Date' && names.includes('Calls');
}

/**
 * Reads the header by its names, as users switch columns off. Calls and puts have columns of the same names: those
 * from "Puts" on are the puts'. Fails where contracts could not be told or weighed.
 */
export function readHeader(line: string): Result<Columns, string> {
  const names = csvFields(line).map((name) => name.trim());
  const putsFrom = names.indexOf('Puts');
  if (putsFrom < 0) return fail('its header has no "Puts" column');
  const calls = sideColumns(names.slice(0, putsFrom), { side: 'Calls', from: 0 });
  if (!calls.ok) return calls;
  const puts = sideColumns(names.slice(putsFrom), { side: 'Puts', from: putsFrom });
  if (!puts.ok) return puts;
  const missing = OPTIONAL.filter(
    (name) => !names.slice(0, putsFrom).includes(name) || !names.slice(putsFrom).includes(name),
  );
  return ok({ calls: calls.value, puts: puts.value, missing });
}

function sideColumns(
  names: readonly string[],
  { side, from }: { readonly side: string; readonly from: number },
): Result<SideColumns, string> {
  const column = (name: string): number | null => {
    const at = names.indexOf(name);
    return at < 0 ? null : from + at;
  };
  const name = column(side);
  const openInterest = column('Open Interest');
  if (name === null) return fail(`its header has no "${side}" column`);
  if (openInterest === null) {
    return fail(
      `the "Open Interest" column of its ${side.toLowerCase()} is switched off, and without it nothing can be summed; download the table with that column`,
    );
  }
  return ok({ name, openInterest, iv: column('IV'), bid: column('Bid'), ask: column('Ask') });
}
