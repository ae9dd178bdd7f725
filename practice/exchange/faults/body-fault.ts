import { gzipSync } from 'node:zlib';
import type { Reply } from '../reply.ts';

/** What is wrong with a body as a whole. */
export type BodyFault = 'truncated-json' | 'wrong-length' | 'html' | 'empty' | 'gzip-bomb' | 'huge';

const MEGABYTE = 1_000_000;
const HUGE_BYTES = 50 * MEGABYTE;
/** A bomb is many gzip members, each of them blanks: a few hundred kilobytes on the wire. */
const BOMB = { members: 8, memberBytes: 8 * MEGABYTE };
/** How much more a wrong length promises. */
const MISSING_BYTES = 1_000;

const HTML = '<!doctype html><html><body><h1>Please wait</h1>We will be back soon.</body></html>';

/** A body as it goes out, with the headers that describe it, truly or not. */
export type SpoiledBody = {
  readonly bytes: Buffer;
  readonly headers: Readonly<Record<string, string | number>>;
};

function bomb(): Buffer {
  const member = gzipSync(Buffer.alloc(BOMB.memberBytes, ' '));
  return Buffer.concat(Array.from({ length: BOMB.members }, () => member));
}

/** The body that goes out in place of the right one, always with status 200. */
export function spoiledBody({ body, type }: Reply, how: BodyFault): SpoiledBody {
  const described = (bytes: Buffer, contentType: string = type): SpoiledBody => ({
    bytes,
    headers: { 'content-type': contentType, 'content-length': bytes.length },
  });
  const right = Buffer.from(body);
  switch (how) {
    case 'truncated-json':
      return described(right.subarray(0, right.length / 2));
    case 'wrong-length':
      return {
        bytes: right,
        headers: { 'content-type': type, 'content-length': right.length + MISSING_BYTES },
      };
    case 'html':
      return described(Buffer.from(HTML), 'text/html');
    case 'empty':
      return described(Buffer.alloc(0));
    case 'gzip-bomb': {
      const { bytes, headers } = described(bomb());
      return { bytes, headers: { ...headers, 'content-encoding': 'gzip' } };
    }
    case 'huge':
      return described(Buffer.concat([right, Buffer.alloc(HUGE_BYTES, ' ')]));
  }
}
