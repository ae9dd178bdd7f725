import { brotliCompressSync, brotliDecompressSync, constants, crc32 } from 'node:zlib';
import type { QuotedChain, QuotedContract } from '../../core/chain/chain.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import {
  type ChainCircumstances,
  chainCircumstancesSchema,
} from '../schemas/chain-circumstances.ts';
import { fromJson, toJson } from '../schemas/json.ts';
import { ByteReader, ByteWriter } from './bytes.ts';
import { groupBySeries, present, readSeries, type Series, writeSeries } from './chain-series.ts';
import { readNumbers, writeNumbers } from './number-column.ts';

/** First byte of each blob, so that a better encoding can follow and old blobs stay readable. */
const FORMAT = 2;

/** Ends with the contracts: nothing is known of the chain's circumstances. */
const FORMAT_WITHOUT_CIRCUMSTANCES = 1;

/** Format and checksum. */
const HEAD_BYTES = 5;

/** Within a tenth of the strongest setting's size at a thirtieth of its time. */
const BROTLI_QUALITY = 9;

/** 64 KiB, more than most chains have: setting up the usual 4 MiB takes 20 ms, which the compression itself does not. */
const BROTLI_WINDOW_BITS = 16;

/** The largest listed chains have about 30,000 contracts; refused above, so that no blob grows without limit. */
const CONTRACTS_MAX = 100_000;

/** Room for that many contracts of uncommon shape; a blob that unpacks to more is damaged. */
const UNPACKED_BYTES_MAX = 32 * 1024 * 1024;

function seal(plain: Buffer): Buffer {
  const body = brotliCompressSync(plain, {
    params: {
      [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY,
      [constants.BROTLI_PARAM_LGWIN]: BROTLI_WINDOW_BITS,
    },
  });
  const head = Buffer.alloc(HEAD_BYTES);
  head.writeUInt8(FORMAT, 0);
  head.writeUInt32LE(crc32(body), 1);
  return Buffer.concat([head, body]);
}

type Unsealed = { readonly format: number; readonly plain: Buffer };

function unseal(blob: Buffer): Result<Unsealed, string> {
  if (blob.length < HEAD_BYTES) return fail('is cut short');
  const format = blob.readUInt8(0);
  if (format !== FORMAT && format !== FORMAT_WITHOUT_CIRCUMSTANCES)
    return fail(`has the unknown format ${format}`);
  const body = blob.subarray(HEAD_BYTES);
  if (crc32(body) !== blob.readUInt32LE(1)) return fail('does not match its checksum');
  const plain = brotliDecompressSync(body, { maxOutputLength: UNPACKED_BYTES_MAX });
  return ok({ format, plain });
}

/**
 * A chain as bytes: columns of short integers, compressed, behind a checksum. Row order and every number are kept but
 * the quotes and volumes of contracts: what they say is in the levels, and in dollars they would more than double the
 * size.
 * Throws a RangeError where there are more contracts than any market lists.
 */
export function encodeChain(chain: QuotedChain): Buffer {
  const { name, asOfMs, spot, rate, dividendYield, multiplier, invalidRows, contracts, ...others } =
    chain;
  if (contracts.length > CONTRACTS_MAX)
    throw new RangeError(`${contracts.length} contracts are more than ${CONTRACTS_MAX}`);
  const { series, seriesOfRow } = groupBySeries(contracts);
  const writer = new ByteWriter();
  writer.text(name);
  for (const value of [asOfMs, spot, rate, dividendYield, multiplier, invalidRows])
    writer.double(value);
  writer.varint(series.length);
  writeSeries(writer, series);
  writer.varint(contracts.length);
  for (const index of seriesOfRow) writer.varint(index);
  const column = (pick: (one: QuotedContract) => number | null) =>
    writeNumbers(writer, contracts.map(pick));
  column((contract) => contract.strike);
  column((contract) => contract.openInterest);
  column((contract) => contract.iv);
  writer.text(toJson(chainCircumstancesSchema, others));
  return seal(writer.toBuffer());
}

function readCount(reader: ByteReader): number {
  const count = reader.varint();
  if (count > CONTRACTS_MAX) throw new RangeError('has too many contracts');
  return count;
}

function readContracts(reader: ByteReader, series: readonly Series[]): readonly QuotedContract[] {
  const count = readCount(reader);
  const seriesOfRow = Array.from({ length: count }, () => reader.varint());
  const strikes = readNumbers(reader, count);
  const openInterests = readNumbers(reader, count);
  const vols = readNumbers(reader, count);
  return seriesOfRow.map((seriesIndex, row) => {
    const own = series[seriesIndex];
    if (own === undefined) throw new RangeError('a series is missing');
    const strike = present(strikes[row]);
    return {
      strike,
      expiryMs: own.expiryMs,
      type: own.type,
      openInterest: openInterests[row] ?? null,
      iv: vols[row] ?? null,
      ...(own.forward === null ? {} : { forward: own.forward }),
      ...(own.multiplier === null ? {} : { multiplier: own.multiplier }),
      ...(own.name.length === 0 ? {} : { instrument: own.name.join(String(strike)) }),
    };
  });
}

function readCircumstances(reader: ByteReader): ChainCircumstances {
  const read = fromJson(chainCircumstancesSchema, reader.text());
  if (!read.ok) throw new RangeError(read.failure);
  return read.value;
}

function readChain({ format, plain }: Unsealed): QuotedChain {
  const reader = new ByteReader(plain);
  const name = reader.text();
  const asOfMs = reader.double();
  const spot = reader.double();
  const rate = reader.double();
  const dividendYield = reader.double();
  const multiplier = reader.double();
  const invalidRows = reader.double();
  const contracts = readContracts(reader, readSeries(reader, readCount(reader)));
  const others = format === FORMAT_WITHOUT_CIRCUMSTANCES ? {} : readCircumstances(reader);
  return { name, asOfMs, spot, rate, dividendYield, multiplier, invalidRows, contracts, ...others };
}

/** The chain of a blob, or what is wrong with the blob. */
export function decodeChain(blob: Buffer): Result<QuotedChain, string> {
  try {
    const unsealed = unseal(blob);
    return unsealed.ok ? ok(readChain(unsealed.value)) : unsealed;
  } catch (error) {
    return fail(error instanceof Error ? error.message : 'does not unpack');
  }
}
