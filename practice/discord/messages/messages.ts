import type { Journal } from '../journal.ts';
import type { Draft } from '../limits/draft.ts';
import type { MessageOrigin, PracticeMessage } from '../practice-discord.ts';
import { messageFlags } from '../wire.ts';
import { blankMessage, type ComposeOptions, compose } from './compose.ts';

/** Attachments live in memory: a channel forgets its oldest messages beyond this. */
const MESSAGES_PER_CHANNEL_MAX = 500;

export type Posting = {
  readonly channelId: string;
  readonly authorId: string;
  readonly draft: Draft;
  readonly answers: MessageOrigin | null;
  readonly nonce: string | null;
};

/** The messages of all channels. */
export type Messages = {
  post(posting: Posting): PracticeMessage;
  /** Changes a message; a deferred answer's first wording does not count as an edit. */
  edit(message: PracticeMessage, draft: Draft): PracticeMessage;
  remove(message: PracticeMessage): void;
  find(channelId: string, id: string): PracticeMessage | undefined;
  /** What everyone in the channel sees, oldest first. */
  visible(channelId: string): readonly PracticeMessage[];
  /** With the answers that only one person sees, and those still loading. */
  all(channelId: string): readonly PracticeMessage[];
  attachment(id: string): { readonly contentType: string; readonly bytes: Uint8Array } | undefined;
};

/** Empty channels. */
export function createMessages(options: {
  readonly nowMs: () => number;
  readonly journal: Journal;
  readonly compose: ComposeOptions;
}): Messages {
  const { nowMs, journal } = options;
  const byChannel = new Map<string, PracticeMessage[]>();
  const all = (channelId: string) => byChannel.get(channelId) ?? [];
  const post = (posting: Posting) => {
    const { draft, ...rest } = posting;
    const message: PracticeMessage = {
      ...rest,
      id: options.compose.nextId(),
      atMs: nowMs(),
      editedAtMs: null,
      ...compose(draft, blankMessage, options.compose),
    };
    const kept = [...all(posting.channelId), message].slice(-MESSAGES_PER_CHANNEL_MAX);
    byChannel.set(posting.channelId, kept);
    journal.emit({ kind: 'message-posted', message });
    return message;
  };
  const replace = (id: string, channelId: string, by: readonly PracticeMessage[]) => {
    byChannel.set(
      channelId,
      all(channelId).flatMap((message) => (message.id === id ? by : [message])),
    );
  };
  return {
    post,
    edit(message, draft) {
      const wasLoading = (message.flags & messageFlags.loading) !== 0;
      const edited: PracticeMessage = {
        ...message,
        ...compose(draft, message, options.compose),
        editedAtMs: wasLoading ? null : nowMs(),
      };
      replace(message.id, message.channelId, [edited]);
      journal.emit({ kind: 'message-edited', message: edited });
      return edited;
    },
    remove(message) {
      const { id, channelId } = message;
      replace(id, channelId, []);
      journal.emit({ kind: 'message-deleted', channelId, messageId: id });
    },
    find: (channelId, id) => all(channelId).find((message) => message.id === id),
    visible: (channelId) => all(channelId).filter(isForEveryone),
    all: (channelId) => [...all(channelId)],
    attachment: (id) =>
      [...byChannel.values()]
        .flat()
        .flatMap((message) => message.attachments)
        .find((attachment) => attachment.id === id),
  };
}

function isForEveryone(message: PracticeMessage): boolean {
  return (message.flags & (messageFlags.ephemeral | messageFlags.loading)) === 0;
}
