/** Seven bits each: enough for every whole number a double holds exactly. */
const VARINT_BYTES_MAX = 8;

/** Bytes written one after another. */
export class ByteWriter {
  readonly #bytes: number[] = [];
  readonly #view = new DataView(new ArrayBuffer(8));

  byte(value: number): void {
    this.#bytes.push(value);
  }

  /** A whole number from 0 to 2^53 − 1, lowest seven bits first. */
  varint(value: number): void {
    let rest = value;
    while (rest >= 128) {
      this.#bytes.push((rest % 128) + 128);
      rest = Math.floor(rest / 128);
    }
    this.#bytes.push(rest);
  }

  double(value: number): void {
    this.#view.setFloat64(0, value, true);
    for (let index = 0; index < 8; index += 1) this.#bytes.push(this.#view.getUint8(index));
  }

  /** UTF-8 text behind its length. */
  text(text: string): void {
    const bytes = Buffer.from(text, 'utf8');
    this.varint(bytes.length);
    for (const byte of bytes) this.#bytes.push(byte);
  }

  toBuffer(): Buffer {
    return Buffer.from(this.#bytes);
  }
}

/** Reads what `ByteWriter` wrote; throws a RangeError where the bytes end too soon. */
export class ByteReader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  byte(): number {
    const value = this.#bytes.readUInt8(this.#at);
    this.#at += 1;
    return value;
  }

  varint(): number {
    let value = 0;
    for (let index = 0; index < VARINT_BYTES_MAX; index += 1) {
      const byte = this.byte();
      value += (byte % 128) * 128 ** index;
      if (byte < 128) return value;
    }
    throw new RangeError('a whole number that does not end');
  }

  double(): number {
    const value = this.#bytes.readDoubleLE(this.#at);
    this.#at += 8;
    return value;
  }

  text(): string {
    const length = this.varint();
    if (this.#at + length > this.#bytes.length) throw new RangeError('text longer than the bytes');
    const start = this.#at;
    this.#at += length;
    return this.#bytes.toString('utf8', start, this.#at);
  }
}
