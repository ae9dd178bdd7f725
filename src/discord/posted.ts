import { z } from 'zod';
import type { Payload } from './render.ts';

const selfSchema = z.object({ id: z.string() });

const historySchema = z.array(
  z.object({
    id: z.string(),
    author: z.object({ id: z.string() }),
    content: z.string(),
    embeds: z.array(
      z.object({
        title: z.string().nullish(),
        footer: z.object({ text: z.string() }).nullish(),
      }),
    ),
  }),
);

/**
 * Id of the bot's own message in a channel's history that says what `wanted` says, or null. The sentence, title and
 * footer decide: they carry time and price, while a description may differ by a chart that could not be drawn, and a
 * mention stands below the sentence. Throws where Discord's answer is not a history.
 */
export function idOfSame(history: unknown, self: unknown, { body }: Payload): string | null {
  const selfId = selfSchema.parse(self).id;
  const [embed] = body.embeds;
  const same = historySchema.parse(history).find((posted) => {
    const [postedEmbed] = posted.embeds;
    return (
      posted.author.id === selfId &&
      posted.content.startsWith(body.content.trim()) &&
      postedEmbed?.title?.trim() === embed?.title?.trim() &&
      postedEmbed?.footer?.text.trim() === embed?.footer?.text.trim()
    );
  });
  return same?.id ?? null;
}
