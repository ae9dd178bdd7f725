/** What a draw belongs to: the seed first, then words and whole numbers that name it. */
export type DrawKey = readonly (string | number)[];

const WORD_MAX = 2 ** 32;

/** Murmur3's 32-bit finaliser (Appleby, public domain): spreads every input bit over the word. */
function scramble(word: number): number {
  const first = Math.imul(word ^ (word >>> 16), 0x85ebca6b);
  const second = Math.imul(first ^ (first >>> 13), 0xc2b2ae35);
  return second ^ (second >>> 16);
}

function wordOf(key: DrawKey): number {
  let word = 0x9e3779b9;
  for (const part of key) {
    const text = String(part);
    for (let index = 0; index < text.length; index++)
      word = Math.imul(word ^ text.charCodeAt(index), 0x01000193);
    word = scramble(word);
  }
  return word;
}

/** A number in (0, 1) that depends on the key alone, so that no answer depends on what was asked before. */
export function uniform(key: DrawKey): number {
  return ((scramble(wordOf(key)) >>> 0) + 0.5) / WORD_MAX;
}

/** Draws in (0, 1), one after the other, that depend on the key alone: cheaper than a key for each. */
export function drawsOf(key: DrawKey): () => number {
  let word = wordOf(key);
  return () => {
    word = (word + 0x9e3779b9) | 0;
    return ((scramble(word) >>> 0) + 0.5) / WORD_MAX;
  };
}

/** A standard normal draw by Box and Muller. */
export function normal(key: DrawKey): number {
  const radius = Math.sqrt(-2 * Math.log(uniform([...key, 'radius'])));
  return radius * Math.cos(2 * Math.PI * uniform([...key, 'angle']));
}

/** A wave in [-1, 1] that wanders smoothly: random at whole `position`, eased in between. */
export function smoothNoise(key: DrawKey, position: number): number {
  const left = Math.floor(position);
  const share = position - left;
  const eased = share * share * (3 - 2 * share);
  const from = 2 * uniform([...key, left]) - 1;
  const to = 2 * uniform([...key, left + 1]) - 1;
  return from + (to - from) * eased;
}
