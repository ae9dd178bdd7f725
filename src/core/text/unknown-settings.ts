import { editDistance } from './edit-distance.ts';

/** Slips of the hand that still show which setting was meant. */
const EDITS_MAX = 2;
/** Two edits make any short name another. */
const NAME_LENGTH_MIN = 5;
/** Longer than any setting; an environment may hold anything. */
const NAME_LENGTH_MAX = 40;
/** More are a mistake of another kind. */
const SHOWN_MAX = 5;
/** Beginnings that nobody but this bot is likely to use. */
const OURS = /^(?:CBOE|DERIBIT|TRADIER|BYBIT|DISCORD|HEDGEFLOW|POLL)_/;

/** One sentence for each variable that looks like a setting and is none: it would be ignored without a word. */
export function unknownSettings(
  names: readonly string[],
  settings: readonly string[],
): readonly string[] {
  return names
    .filter((name) => name.length >= NAME_LENGTH_MIN && name.length <= NAME_LENGTH_MAX)
    .filter((name) => /^\w+$/.test(name) && !settings.includes(name))
    .flatMap((name) => {
      const meant = settings
        .map((setting) => ({ setting, edits: editDistance(name.toUpperCase(), setting) }))
        .filter(({ edits }) => edits <= EDITS_MAX)
        .toSorted((a, b) => a.edits - b.edits)[0]?.setting;
      if (meant !== undefined)
        return [`${name} is no setting and is ignored; did you mean ${meant}?`];
      return OURS.test(name)
        ? [`${name} is no setting and is ignored; .env.example lists the settings`]
        : [];
    })
    .slice(0, SHOWN_MAX);
}
