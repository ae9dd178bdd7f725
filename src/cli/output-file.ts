import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { invocationFolder } from '../config.ts';
import { fail, ok, type Result } from '../core/result.ts';
import { errorCode } from './input-file.ts';

const REASONS: Readonly<Record<string, string>> = {
  EEXIST: 'it exists already',
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is a file',
  EISDIR: 'it is a folder',
  EACCES: 'access is denied',
  EPERM: 'access is denied',
  EROFS: 'its file system is read-only',
  ENOSPC: 'the disk is full',
};

/** Writes a file relative to the folder the command was typed in. A failure is one sentence for standard error. */
export async function writeOutputFile(
  path: string,
  content: Uint8Array | string,
  existing: 'replace' | 'keep',
): Promise<Result<null, string>> {
  try {
    const flag = existing === 'keep' ? 'wx' : 'w';
    await writeFile(resolve(invocationFolder(), path), content, { flag });
    return ok(null);
  } catch (error) {
    const code = errorCode(error);
    return fail(`${path} cannot be written: ${REASONS[code] ?? code}`);
  }
}
