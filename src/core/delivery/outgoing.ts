import type { Message } from '../text/message.ts';

/** A message on its way to a channel: a new post, or an edit of an earlier one. */
export type Outgoing = {
  /** Names the event and the channel. The same key is never sent twice. */
  readonly dedupeKey: string;
  readonly channelId: string;
  readonly guildId: string;
  readonly kind: 'alert' | 'summary' | 'notice';
  readonly message: Message;
  /** Dedupe key of the posted message that this one edits; null for a new post. */
  readonly edits: string | null;
  /** Delivered without a sound. */
  readonly silent: boolean;
  readonly mentionRoleId: string | null;
  /** Later than this it is worth nothing and is not sent. */
  readonly expiresAtMs: number;
};
