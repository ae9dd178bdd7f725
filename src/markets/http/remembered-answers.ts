/** A body that the venue may confirm with 304 instead of sending it again. */
export type RememberedAnswer = {
  readonly etag: string;
  /** Bytes rather than what they say: a fraction of the memory, and readers may change what they are given. */
  readonly body: Buffer;
};

/** The last body of each path, as far as memory allows. */
export interface RememberedAnswers {
  find(key: string): RememberedAnswer | undefined;
  /** Keeps a body under its tag, or forgets the path where the venue gave no tag that can be sent back. */
  keep(key: string, etag: unknown, body: Buffer): void;
}

/** Paths kept at most: a chain by expiry takes about sixty. */
const PATHS_MAX = 200;

/** An entity tag (RFC 9110 §8.8.3) of printable characters; longer ones are no tag but a payload. */
const ETAG = /^(?:W\/)?"[\x21\x23-\x7e]{0,200}"$/;

/** Remembers at most so many bytes; the path unused for longest is forgotten first. */
export function createRememberedAnswers(bytesMax: number): RememberedAnswers {
  const answers = new Map<string, RememberedAnswer>();
  let bytes = 0;

  function forget(key: string): void {
    bytes -= answers.get(key)?.body.length ?? 0;
    answers.delete(key);
  }

  return {
    find(key) {
      const answer = answers.get(key);
      if (answer === undefined) return undefined;
      // A map keeps the order of insertion: the one used last goes to the end.
      answers.delete(key);
      answers.set(key, answer);
      return answer;
    },
    keep(key, etag, body) {
      forget(key);
      if (typeof etag !== 'string' || !ETAG.test(etag) || body.length > bytesMax) return;
      answers.set(key, { etag, body });
      bytes += body.length;
      for (const oldest of answers.keys()) {
        if (answers.size <= PATHS_MAX && bytes <= bytesMax) break;
        forget(oldest);
      }
    },
  };
}
