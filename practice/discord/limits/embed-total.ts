import type { WireEmbed } from '../wire.ts';
import type { DraftLimit } from './draft.ts';

/** Counted over all embeds of a message together. */
const EMBED_TOTAL_MAX = 6_000;

/** Embeds that are longer together than a message may carry. */
export const embedTotal: DraftLimit = ({ body }) => {
  const total = (body.embeds ?? []).reduce((sum, embed) => sum + embedLength(embed), 0);
  if (total <= EMBED_TOTAL_MAX) return [];
  return [
    {
      path: ['embeds'],
      code: 'MAX_EMBED_SIZE_EXCEEDED',
      message: `${total} characters over all embeds, at most ${EMBED_TOTAL_MAX} are allowed`,
    },
  ];
};

function embedLength(embed: WireEmbed): number {
  const texts = [
    embed.title,
    embed.description,
    embed.footer?.text,
    embed.author?.name,
    ...(embed.fields ?? []).flatMap((field) => [field.name, field.value]),
  ];
  return texts.reduce((sum, text) => sum + (text?.trim().length ?? 0), 0);
}
