/** A lock screen shows about two lines of a notification. */
const SENTENCE_LENGTH_MAX = 120;

/** Where a lock screen may cut: price and level stand before it. */
const HEAD_LENGTH_MAX = 60;

/**
 * Joins a head and a tail, each given in wordings from the fullest to the shortest, into the fullest sentence that fits
 * 120 characters with a head of 60. The last wordings are the fallback; a sentence that is still too long is cut.
 */
export function fittedSentence(heads: readonly string[], tails: readonly string[]): string {
  const head =
    heads.find((candidate) => candidate.length <= HEAD_LENGTH_MAX) ?? heads[heads.length - 1] ?? '';
  const room = SENTENCE_LENGTH_MAX - head.length;
  const tail = tails.find((candidate) => candidate.length <= room) ?? tails[tails.length - 1] ?? '';
  return cut(head + tail, SENTENCE_LENGTH_MAX);
}

/** Cuts a text to a number of characters and marks the cut. */
export function cut(text: string, lengthMax: number): string {
  const characters = Array.from(text);
  return characters.length <= lengthMax ? text : `${characters.slice(0, lengthMax - 1).join('')}…`;
}
