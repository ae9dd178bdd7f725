import { editDistance } from './edit-distance.ts';
import { type Message, sentence } from './message.ts';
import { cut, fittedSentence } from './sentence-length.ts';

/** What is repeated of a symbol that someone typed: longer than any listed one. */
const TYPED_LENGTH_MAX = 20;

/** Edits up to which a known symbol counts as meant. */
const EDITS_MAX = 2;

const SUGGESTIONS_MAX = 3;

/** Letters, digits, dot, hyphen, and what joins two words: nothing that Discord could read as markdown, mention or link. */
const HARMFUL = /(?!(?<=[\p{L}\p{N}])_(?=[\p{L}\p{N}]))[^\p{L}\p{N}.-]/gu;

function harmless(typed: string): string {
  return cut(typed.replaceAll(HARMFUL, ''), TYPED_LENGTH_MAX);
}

/** Answer to a symbol that no market here lists, with those that may have been meant. */
export function unknownSymbolAnswer(typed: string, known: readonly string[]): Message {
  const shown = harmless(typed);
  const meant = known
    .map((symbol) => ({ symbol, edits: editDistance(shown.toUpperCase(), symbol) }))
    .filter(({ symbol, edits }) => edits <= EDITS_MAX && edits < symbol.length)
    .sort((a, b) => a.edits - b.edits)
    .slice(0, SUGGESTIONS_MAX)
    .map(({ symbol }) => symbol);
  const head =
    shown === '' ? 'No options found for that symbol.' : `No options found for "${shown}".`;
  const listed = ` Known here: ${known.join(', ')}.`;
  return sentence(
    fittedSentence([head], meant.length > 0 ? [` Did you mean ${meant.join(', ')}?`] : [listed]),
  );
}

/** Answer to a symbol that no market could serve, with the reason. */
export function unsuitableSymbolAnswer(typed: string, reason: string): Message {
  return sentence(
    fittedSentence([`No levels for ${harmless(typed).toUpperCase()}: `], [`${reason}.`]),
  );
}
