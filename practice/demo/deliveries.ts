import type { PracticeDiscord, PracticeMessage } from '../discord/index.ts';

export type Delivery = { readonly kind: 'summary' | 'alert'; readonly message: PracticeMessage };

export type Deliveries = {
  readonly all: readonly Delivery[];
  /** Resolves when at least one of each kind has arrived; rejects when the time is up. */
  both(realMsMax: number): Promise<void>;
};

/** A summary's title carries the date between dots; an alert's does not. */
function kindOf(message: PracticeMessage): Delivery['kind'] {
  return message.embeds.some(({ title }) => /·/.test(title?.replace('SIMULATED ·', '') ?? ''))
    ? 'summary'
    : 'alert';
}

/** Collects what the bot posts to channels by itself; answers to commands are not deliveries. */
export function watchDeliveries(discord: PracticeDiscord): Deliveries {
  const all: Delivery[] = [];
  const complete = Promise.withResolvers<void>();
  discord.onEvent((event) => {
    if (event.kind !== 'message-posted' || event.message.answers !== null) return;
    all.push({ kind: kindOf(event.message), message: event.message });
    const kinds = new Set(all.map(({ kind }) => kind));
    if (kinds.size === 2) complete.resolve();
  });
  return {
    all,
    both(realMsMax) {
      const missing = () =>
        (['summary', 'alert'] as const).filter((kind) => all.every((each) => each.kind !== kind));
      setTimeout(() => {
        complete.reject(
          new Error(`no ${missing().join(' and no ')} arrived within ${realMsMax / 1000} s`),
        );
      }, realMsMax).unref();
      return complete.promise;
    },
  };
}

function channelName(discord: PracticeDiscord, id: string): string {
  return discord.channels.find((channel) => channel.id === id)?.name ?? id;
}

/** One JSON object a delivered message. */
export function deliveryLines(deliveries: Deliveries, discord: PracticeDiscord): readonly string[] {
  return deliveries.all.map(({ kind, message }) =>
    JSON.stringify({
      at: new Date(message.atMs).toISOString(),
      channel: channelName(discord, message.channelId),
      kind,
      content: message.content,
      embeds: message.embeds,
      attachments: message.attachments.map(({ filename, description, contentType, bytes }) => ({
        filename,
        description,
        contentType,
        sizeBytes: bytes.length,
      })),
    }),
  );
}

/** The same as a table for people. */
export function deliveryTable(deliveries: Deliveries, discord: PracticeDiscord): readonly string[] {
  const rows = deliveries.all.map(({ kind, message }) => [
    new Date(message.atMs).toISOString().slice(0, 16).replace('T', ' '),
    `#${channelName(discord, message.channelId)}`,
    kind,
    message.attachments.map(({ filename }) => filename).join(', ') || 'no chart',
    message.content.split('\n')[0] ?? '',
  ]);
  const heads = ['simulated UTC', 'channel', 'kind', 'chart', 'sentence'];
  const widths = heads.map((head, column) =>
    Math.max(head.length, ...rows.map((row) => row[column]?.length ?? 0)),
  );
  return [heads, ...rows].map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column] ?? 0))
      .join('  ')
      .trimEnd(),
  );
}
