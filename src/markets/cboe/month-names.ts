/** Languages whose date lines have been seen or are likely from users of the site; others are told, not guessed. */
const LANGUAGES = ['en', 'es', 'fr', 'ru', 'de', 'it', 'pt'];

/** Shorter beginnings of month names are ambiguous, and words such as "at" and "de" are shorter. */
const LETTERS_MIN = 3;

let known: ReadonlyMap<string, number> | null = null;

/** The month, 1 to 12, that a word names in full or abbreviated in any known language; null for any other word. */
export function monthOf(word: string): number | null {
  known ??= monthNames();
  return known.get(plain(word)) ?? null;
}

function plain(word: string): string {
  return word.toLowerCase().replaceAll(/[^\p{L}]/gu, '');
}

function monthNames(): ReadonlyMap<string, number> {
  const names = new Map<string, number>();
  for (const language of LANGUAGES) {
    for (const month of ['long', 'short'] as const) {
      // With a day beside it a month stands in the case that dates use, as in Russian.
      const format = new Intl.DateTimeFormat(language, { day: 'numeric', month, timeZone: 'UTC' });
      for (let index = 0; index < 12; index += 1) {
        const parts = format.formatToParts(Date.UTC(2024, index, 1));
        const name = plain(parts.find(({ type }) => type === 'month')?.value ?? '');
        if (name.length >= LETTERS_MIN && !names.has(name)) names.set(name, index + 1);
      }
    }
  }
  return names;
}
