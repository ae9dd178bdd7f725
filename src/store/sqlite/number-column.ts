import type { ByteReader, ByteWriter } from './bytes.ts';

/** Value = integer / divisor / percent: what `JSON.parse` makes of decimals, and what dividing percent by 100 makes of them. */
type Scale = { readonly divisor: number; readonly percent: number };

const DECIMALS_MAX = 8;

const SCALES: readonly Scale[] = [1, 100].flatMap((percent) =>
  Array.from({ length: DECIMALS_MAX + 1 }, (_, decimals) => ({
    divisor: 10 ** decimals,
    percent,
  })),
);

/** Twice this still fits a double exactly, as the sign bit below needs. */
const INTEGER_MAX = 2 ** 50;

const ABSENT = 0;
const EXACT = 1;
const SCALED_FROM = 2;

function scaledInteger(value: number, { divisor, percent }: Scale): number | null {
  // Adding 0 turns −0 into 0, which then is not the value −0 any more and leaves it to the doubles.
  const integer = Math.round(value * percent * divisor) + 0;
  const isExact = Math.abs(integer) <= INTEGER_MAX && Object.is(integer / divisor / percent, value);
  return isExact ? integer : null;
}

/** Place in SCALES of the scale that leaves the fewest values over, the simplest of equals. */
function bestScale(values: readonly (number | null)[]): number {
  let best = 0;
  let fewest = Number.POSITIVE_INFINITY;
  for (const [index, scale] of SCALES.entries()) {
    let leftOver = 0;
    for (const value of values)
      if (value !== null && scaledInteger(value, scale) === null) leftOver += 1;
    if (leftOver >= fewest) continue;
    best = index;
    fewest = leftOver;
    if (leftOver === 0) break;
  }
  return best;
}

/**
 * Writes numbers as short integers where one decimal scale fits, as whole doubles elsewhere: every value,
 * −0 and NaN included, comes back bit for bit, and null as null.
 */
export function writeNumbers(writer: ByteWriter, values: readonly (number | null)[]): void {
  const scaleIndex = bestScale(values);
  const scale = SCALES[scaleIndex] ?? { divisor: 1, percent: 1 };
  writer.byte(scaleIndex);
  for (const value of values) {
    if (value === null) {
      writer.varint(ABSENT);
      continue;
    }
    const integer = scaledInteger(value, scale);
    if (integer === null) {
      writer.varint(EXACT);
      writer.double(value);
    } else writer.varint(SCALED_FROM + (integer >= 0 ? 2 * integer : -2 * integer - 1));
  }
}

function readNumber(reader: ByteReader, { divisor, percent }: Scale): number | null {
  const token = reader.varint();
  if (token === ABSENT) return null;
  if (token === EXACT) return reader.double();
  const zigzag = token - SCALED_FROM;
  const integer = zigzag % 2 === 0 ? zigzag / 2 : -(zigzag + 1) / 2;
  return integer / divisor / percent;
}

/** Reads back `count` numbers; throws a RangeError where the bytes are not such a column. */
export function readNumbers(reader: ByteReader, count: number): (number | null)[] {
  const scale = SCALES[reader.byte()];
  if (scale === undefined) throw new RangeError('an unknown scale');
  return Array.from({ length: count }, () => readNumber(reader, scale));
}
