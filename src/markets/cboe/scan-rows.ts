import type { ListedFields } from '../us-options/listed-contract.ts';

/** The keys of a row that are kept; a row's values are held in this order while it is read. */
const KEPT = ['option', 'bid', 'ask', 'iv', 'open_interest', 'volume'] as const;

const code = (character: string): number => character.charCodeAt(0);
const [QUOTE, BACKSLASH, COMMA, COLON] = [code('"'), code('\\'), code(','), code(':')];
const [OPEN_BRACE, CLOSE_BRACE, CLOSE_BRACKET] = [code('{'), code('}'), code(']')];
const [ZERO, NINE, MINUS, PLUS, POINT] = [code('0'), code('9'), code('-'), code('+'), code('.')];
const [SMALL_E, BIG_E, BLANK, LAST_ASCII] = [code('e'), code('E'), code(' '), 0x7e];
const [LINE_FEED, RETURN, TAB] = [code('\n'), code('\r'), code('\t')];

/** Digits and powers of ten up to here are exact doubles, so that one division rounds as JSON.parse does. */
const EXACT_DIGITS = 15;
const POWERS_OF_TEN = Array.from({ length: EXACT_DIGITS + 1 }, (_, power) => 10 ** power);

const WORDS = [
  ['null', null],
  ['true', true],
  ['false', false],
] as const;

/** Thrown at anything but flat rows of plain values, which JSON.parse must then judge. */
export class NotPlainRows extends Error {}

/** Lengths tell most of a row's other keys apart at once. */
const PLACES_BY_LENGTH = Array.from(
  { length: 1 + Math.max(...KEPT.map((key) => key.length)) },
  (_, size) => KEPT.flatMap((key, place) => (key.length === size ? { key, place } : [])),
);

/** The place of a kept key, −1 for the many others. */
function placeOf(bytes: Buffer, start: number, end: number): number {
  const length = end - start;
  for (const { key, place } of PLACES_BY_LENGTH[length] ?? []) {
    let at = 0;
    while (at < length && bytes[start + at] === key.charCodeAt(at)) at += 1;
    if (at === length) return place;
  }
  return -1;
}

/**
 * Reads rows of options straight from a document's bytes. Of a row it reads up to the last kept field; the rest,
 * two thirds of the bytes, it does not look at. JSON that it accepts it reads as JSON.parse would, and at all else it
 * gives up.
 */
export class RowScanner {
  readonly #bytes: Buffer;
  /** The same as a string, a character a byte: cutting names out of it is cheaper than decoding each. */
  readonly #text: string;
  readonly #values: unknown[] = KEPT.map(() => undefined);
  #at: number;

  /** Starts behind the bracket that opens the list. */
  constructor(bytes: Buffer, start: number) {
    this.#bytes = bytes;
    this.#text = bytes.toString('latin1');
    this.#at = start;
  }

  /** Hands each row on, at most `rowsMax`; answers the place behind the list's closing bracket. */
  scan(take: (row: ListedFields) => void, rowsMax: number): number {
    if (this.#next() === CLOSE_BRACKET) return this.#at + 1;
    for (let rows = 0; rows < rowsMax; rows += 1) {
      take(this.#row());
      if (this.#next() === CLOSE_BRACKET) return this.#at + 1;
      this.#expect(COMMA);
    }
    throw new NotPlainRows();
  }

  #row(): ListedFields {
    this.#values.fill(undefined);
    this.#expect(OPEN_BRACE);
    if (this.#next() === CLOSE_BRACE) this.#at += 1;
    else this.#readFields();
    const [name, bid, ask, iv, openInterest, volume] = this.#values;
    return { name, openInterest, iv, bid, ask, volume };
  }

  /** Reads fields up to the last kept one, and goes behind the brace that ends the row. */
  #readFields(): void {
    for (let kept = 0; ; ) {
      this.#expect(QUOTE);
      const start = this.#at;
      this.#skipString();
      const place = placeOf(this.#bytes, start, this.#at - 1);
      this.#expect(COLON);
      const value = this.#value(place >= 0);
      if (place >= 0) {
        // JSON.parse takes the last of several.
        if (this.#values[place] !== undefined) throw new NotPlainRows();
        this.#values[place] = value;
        kept += 1;
        if (kept === KEPT.length) this.#at = this.#bytes.indexOf(CLOSE_BRACE, this.#at);
      }
      if (this.#next() === CLOSE_BRACE) {
        this.#at += 1;
        return;
      }
      this.#expect(COMMA);
    }
  }

  /** Checks the value here, and where it is wanted says what it is. */
  #value(isWanted: boolean): unknown {
    const first = this.#next();
    if (first === QUOTE) {
      const start = ++this.#at;
      this.#skipString();
      return isWanted ? this.#text.slice(start, this.#at - 1) : null;
    }
    if (first === MINUS || (first >= ZERO && first <= NINE)) return this.#number(isWanted);
    return this.#word();
  }

  #word(): boolean | null {
    for (const [word, value] of WORDS) {
      if (!this.#text.startsWith(word, this.#at)) continue;
      this.#at += word.length;
      return value;
    }
    throw new NotPlainRows();
  }

  /** A number by JSON's own grammar. */
  #number(isWanted: boolean): number | null {
    const bytes = this.#bytes;
    const start = this.#at;
    let at = start;
    const isNegative = bytes[at] === MINUS;
    if (isNegative) at += 1;
    const integerAt = at;
    let digits = 0;
    let byte = bytes[at] ?? 0;
    for (; byte >= ZERO && byte <= NINE; byte = bytes[++at] ?? 0)
      digits = digits * 10 + byte - ZERO;
    const integerDigits = at - integerAt;
    if (integerDigits === 0 || (integerDigits > 1 && bytes[integerAt] === ZERO)) {
      throw new NotPlainRows();
    }
    let decimals = 0;
    if (byte === POINT) {
      const pointAt = at;
      byte = bytes[++at] ?? 0;
      for (; byte >= ZERO && byte <= NINE; byte = bytes[++at] ?? 0) {
        digits = digits * 10 + byte - ZERO;
      }
      decimals = at - pointAt - 1;
      if (decimals === 0) throw new NotPlainRows();
    }
    const isExact = integerDigits + decimals <= EXACT_DIGITS;
    this.#at = at;
    if (byte === SMALL_E || byte === BIG_E) {
      this.#skipExponent();
    } else if (isExact) {
      const size = digits / (POWERS_OF_TEN[decimals] ?? 1);
      return isNegative ? -size : size;
    }
    return isWanted ? Number(this.#text.slice(start, this.#at)) : null;
  }

  #skipExponent(): void {
    let at = this.#at + 1;
    const sign = this.#bytes[at];
    if (sign === PLUS || sign === MINUS) at += 1;
    const digitsAt = at;
    let byte = this.#bytes[at] ?? 0;
    while (byte >= ZERO && byte <= NINE) byte = this.#bytes[++at] ?? 0;
    if (at === digitsAt) throw new NotPlainRows();
    this.#at = at;
  }

  /** Goes behind the closing quote of a string whose bytes are its characters. */
  #skipString(): void {
    const bytes = this.#bytes;
    let at = this.#at;
    for (;;) {
      const byte = bytes[at] ?? 0;
      if (byte === QUOTE) break;
      if (byte < BLANK || byte > LAST_ASCII || byte === BACKSLASH) throw new NotPlainRows();
      at += 1;
    }
    this.#at = at + 1;
  }

  /** The first byte from here on that is no white space; 0, which no JSON holds, at the end. */
  #next(): number {
    let byte = this.#bytes[this.#at] ?? 0;
    while (byte === BLANK || byte === LINE_FEED || byte === RETURN || byte === TAB) {
      this.#at += 1;
      byte = this.#bytes[this.#at] ?? 0;
    }
    return byte;
  }

  #expect(wanted: number): void {
    if (this.#next() !== wanted) throw new NotPlainRows();
    this.#at += 1;
  }
}
