import { readFile, stat } from 'node:fs/promises';
import { basename, resolve } from 'node:path';
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { invocationFolder } from '../config.ts';
import { fail, ok, type Result } from '../core/result.ts';

/** Largest input, before and after unpacking: a whole SPX document is 10 MB, a month of chains 100 MB. */
const MAX_BYTES = 256 * 1024 * 1024;

const unzip = promisify(gunzip);

/** The code of a system error, such as `ENOENT`. */
export function errorCode(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
}

function tooLarge(name: string): string {
  return `${name} is larger than ${MAX_BYTES / 1024 / 1024} MB, the most that is read`;
}

/** The first two bytes of a gzip member (RFC 1952). */
function isGzip(bytes: Buffer): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

async function readBytes(path: string, name: string): Promise<Result<Buffer, string>> {
  try {
    const status = await stat(path);
    if (!status.isFile()) return fail(`${name} is not a file`);
    if (status.size > MAX_BYTES) return fail(tooLarge(name));
    return ok(await readFile(path));
  } catch (error) {
    const code = errorCode(error);
    if (code === 'ENOENT') return fail(`${name} does not exist`);
    return fail(`${name} cannot be read (${code})`);
  }
}

async function unpack(bytes: Buffer, name: string): Promise<Result<Buffer, string>> {
  try {
    return ok(await unzip(bytes, { maxOutputLength: MAX_BYTES }));
  } catch (error) {
    if (errorCode(error) === 'ERR_BUFFER_TOO_LARGE') return fail(tooLarge(`${name} unpacked`));
    return fail(`${name} is a damaged gzip file`);
  }
}

/**
 * The text of a file that the user named, relative to the folder the command was typed in.
 * Gzip is recognised by its first bytes. A failure is one sentence for standard error.
 */
export async function readInputFile(path: string): Promise<Result<string, string>> {
  const name = basename(path);
  const stored = await readBytes(resolve(invocationFolder(), path), name);
  if (!stored.ok) return stored;
  const plain = isGzip(stored.value) ? await unpack(stored.value, name) : stored;
  if (!plain.ok) return plain;
  try {
    const text = new TextDecoder('utf-8', { fatal: true }).decode(plain.value);
    return text.trim() === '' ? fail(`${name} is empty`) : ok(text);
  } catch {
    return fail(`${name} is not UTF-8 text`);
  }
}
