import type { DeliveryOutcome } from '../core/delivery/outcome.ts';
import type { Message } from '../core/text/message.ts';

export type PostOptions = {
  /** At most 25 characters; a repeat within Discord's window returns the first message instead of a second. */
  readonly nonce: string;
  /** Delivered without a sound (quiet hours). */
  readonly silent: boolean;
  /** The one role that may be mentioned, on a line of its own after the sentence. */
  readonly mentionRoleId: string | null;
};

/** Posts to channels. It never retries: the outbox owns that decision. */
export interface Notifier {
  post(
    channelId: string,
    message: Message,
    options: PostOptions,
    signal: AbortSignal,
  ): Promise<DeliveryOutcome>;
  /** Replaces a message's sentence, embed, chart and buttons; mentions nobody. */
  edit(
    channelId: string,
    messageId: string,
    message: Message,
    signal: AbortSignal,
  ): Promise<DeliveryOutcome>;
  /**
   * Looks among the channel's last messages for the bot's own that says the same: one whose answer was lost. `unknown`
   * where history cannot be read.
   */
  findPosted(
    channelId: string,
    message: Message,
    signal: AbortSignal,
  ): Promise<
    { readonly kind: 'found'; readonly messageId: string } | { readonly kind: 'absent' | 'unknown' }
  >;
}
