import type { Problem } from '../problem.ts';
import type { WireEmbed } from '../wire.ts';
import type { DraftLimit } from './draft.ts';

/** A message, an embed or a field with nothing in it; white space is nothing. */
export const emptiness: DraftLimit = (draft) => [
  ...(draft.isEdit ? [] : emptyMessage(draft)),
  ...(draft.body.embeds ?? []).flatMap(emptyEmbed),
];

const emptyMessage: DraftLimit = ({ body, uploads }) => {
  const parts = [body.embeds, body.components, body.sticker_ids, uploads];
  const hasPart = parts.some((part) => (part?.length ?? 0) > 0) || (body.poll ?? null) !== null;
  if (hasPart || !isBlank(body.content)) return [];
  return [{ path: [], code: 'EMPTY_MESSAGE', message: 'cannot send an empty message' }];
};

function emptyEmbed(embed: WireEmbed, index: number): readonly Problem[] {
  const texts = [embed.title, embed.description, embed.footer?.text, embed.author?.name];
  const hasPart =
    texts.some((text) => !isBlank(text)) ||
    (embed.fields?.length ?? 0) > 0 ||
    [embed.image, embed.thumbnail].some((media) => !isBlank(media?.url));
  const blankFields = (embed.fields ?? []).flatMap((field, at) =>
    (['name', 'value'] as const)
      .filter((part) => isBlank(field[part]))
      .map((part) => required(['embeds', index, 'fields', at, part])),
  );
  return hasPart ? blankFields : [required(['embeds', index])];
}

function required(path: readonly (string | number)[]): Problem {
  return { path, code: 'BASE_TYPE_REQUIRED', message: 'this field is required' };
}

function isBlank(text: string | null | undefined): boolean {
  return (text ?? '').trim() === '';
}
