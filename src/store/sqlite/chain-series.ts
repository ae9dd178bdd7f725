import type { OptionType, QuotedContract } from '../../core/chain/chain.ts';
import type { ByteReader, ByteWriter } from './bytes.ts';
import { readNumbers, writeNumbers } from './number-column.ts';

/**
 * What the contracts of one expiry and type have in common: all but strike, open interest and vol.
 * The instrument's name is cut at the strike, so that one pair of pieces names them all.
 */
export type Series = {
  readonly expiryMs: number;
  readonly type: OptionType;
  readonly forward: number | null;
  readonly multiplier: number | null;
  readonly name: readonly string[];
};

function namePieces(instrument: string | undefined, strike: number): readonly string[] {
  if (instrument === undefined) return [];
  const text = String(strike);
  const at = instrument.lastIndexOf(text);
  return at < 0 ? [instrument] : [instrument.slice(0, at), instrument.slice(at + text.length)];
}

function seriesOf(contract: QuotedContract): Series {
  const { expiryMs, type, forward = null, multiplier = null, instrument, strike } = contract;
  return { expiryMs, type, forward, multiplier, name: namePieces(instrument, strike) };
}

function keyOf({ expiryMs, type, forward, multiplier, name }: Series): string {
  return [expiryMs, type, String(forward), String(multiplier), JSON.stringify(name)].join();
}

/** The series of a chain in order of appearance, and for each contract the place of its own. */
export function groupBySeries(contracts: readonly QuotedContract[]): {
  readonly series: readonly Series[];
  readonly seriesOfRow: readonly number[];
} {
  const indexByKey = new Map<string, number>();
  const series: Series[] = [];
  const seriesOfRow = contracts.map((contract) => {
    const own = seriesOf(contract);
    const key = keyOf(own);
    const index = indexByKey.get(key) ?? series.length;
    if (index === series.length) {
      indexByKey.set(key, index);
      series.push(own);
    }
    return index;
  });
  return { series, seriesOfRow };
}

/** Writes the series one after another; the reader must know how many. */
export function writeSeries(writer: ByteWriter, series: readonly Series[]): void {
  const column = (pick: (one: Series) => number | null) => writeNumbers(writer, series.map(pick));
  column((one) => one.expiryMs);
  column((one) => one.forward);
  column((one) => one.multiplier);
  for (const { type, name } of series) {
    writer.byte(type === 'call' ? 1 : 0);
    writer.byte(name.length);
    for (const piece of name) writer.text(piece);
  }
}

/** Reads back `count` series; throws a RangeError where the bytes are none. */
export function readSeries(reader: ByteReader, count: number): readonly Series[] {
  const expiries = readNumbers(reader, count);
  const forwards = readNumbers(reader, count);
  const multipliers = readNumbers(reader, count);
  return expiries.map((expiryMs, index) => ({
    expiryMs: present(expiryMs),
    forward: forwards[index] ?? null,
    multiplier: multipliers[index] ?? null,
    type: reader.byte() === 1 ? 'call' : 'put',
    name: Array.from({ length: reader.byte() }, () => reader.text()),
  }));
}

/** A number that every row has; throws a RangeError where it is absent. */
export function present(value: number | null | undefined): number {
  if (value === null || value === undefined) throw new RangeError('a number is missing');
  return value;
}
