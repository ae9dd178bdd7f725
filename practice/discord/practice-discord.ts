import type { WireCommand, WireComponent, WireEmbed } from './wire.ts';

export type PracticeAttachment = {
  readonly id: string;
  readonly filename: string;
  readonly description: string | null;
  readonly contentType: string;
  readonly bytes: Uint8Array;
  readonly url: string;
};

export type PracticeMessage = {
  readonly id: string;
  readonly channelId: string;
  readonly atMs: number;
  readonly authorId: string;
  readonly content: string;
  readonly embeds: readonly WireEmbed[];
  readonly components: readonly WireComponent[];
  readonly attachments: readonly PracticeAttachment[];
  readonly nonce: string | null;
  readonly flags: number;
  readonly editedAtMs: number | null;
  readonly mentionedRoleIds: readonly string[];
  /** The interaction that it answers; null for a message posted to the channel. */
  readonly answers: MessageOrigin | null;
};

export type MessageOrigin = {
  readonly interactionId: string;
  readonly userId: string;
  readonly kind: 'command' | 'button';
  /** The command with its sub-command, or the button's label. */
  readonly label: string;
  /** The message that carried the button. */
  readonly pressedMessageId: string | null;
};

/** What the person who used a command or pressed a button sees in the end. */
export type Answer = {
  readonly ephemeral: boolean;
  readonly content: string;
  readonly embeds: readonly WireEmbed[];
  readonly components: readonly WireComponent[];
  readonly attachments: readonly PracticeAttachment[];
  readonly firstResponseMs: number;
  readonly messageId: string;
};

export type Member = 'admin' | 'member';

export type CommandRequest = {
  readonly name: string;
  readonly subcommand?: string;
  readonly options?: Readonly<Record<string, string | number>>;
  readonly channelId: string;
  readonly as?: Member;
  /** An administrator has opened the command to everyone under Server Settings → Integrations. */
  readonly openToEveryone?: boolean;
};

export type AutocompleteRequest = {
  readonly name: string;
  readonly subcommand?: string;
  readonly option: string;
  readonly typed: string;
  readonly channelId: string;
};

export type PressRequest = {
  readonly messageId: string;
  readonly customId: string;
  readonly channelId: string;
  readonly as?: Member;
};

export type PracticeEvent = { readonly atMs: number } & (
  | { readonly kind: 'message-posted' | 'message-edited'; readonly message: PracticeMessage }
  | { readonly kind: 'message-deleted'; readonly channelId: string; readonly messageId: string }
  | { readonly kind: 'commands-registered'; readonly names: readonly string[] }
  | {
      readonly kind: 'interaction-answered';
      readonly label: string;
      readonly firstResponseMs: number;
    }
  | { readonly kind: 'gateway-connected' | 'gateway-resumed'; readonly sessionId: string }
  | { readonly kind: 'gateway-disconnected'; readonly sessionId: string; readonly code: number }
  | { readonly kind: 'violation'; readonly text: string }
);

/** An event before it is stamped. */
export type PracticeEventBody = PracticeEvent extends infer Event
  ? Event extends PracticeEvent
    ? Omit<Event, 'atMs'>
    : never
  : never;

/** Which requests: a method, and a string that the path contains or a pattern that it matches. */
export type RequestMatch = { readonly method?: string; readonly path: string | RegExp };

export type FaultEffect =
  /** Refused before it is looked at; `html` answers as the edge does, without JSON. */
  | {
      readonly kind: 'status';
      readonly status: number;
      readonly code?: number;
      readonly html?: true;
    }
  | {
      readonly kind: 'rate-limit';
      readonly retryAfterMs: number;
      readonly scope: 'user' | 'global' | 'shared';
    }
  | { readonly kind: 'delay'; readonly delayMs: number }
  | { readonly kind: 'hang' | 'reset' }
  /** The message is stored; the answer never comes, or the connection is cut. */
  | { readonly kind: 'accept-then-hang' | 'accept-then-reset' };

export type Fault = {
  readonly match: RequestMatch;
  /** How many requests it befalls; `Number.POSITIVE_INFINITY` until cleared. */
  readonly times: number;
  readonly effect: FaultEffect;
};

export type RequestRecord = {
  readonly method: string;
  readonly path: string;
  readonly atMs: number;
  /** 0 where no answer was sent. */
  readonly status: number;
  /** Discord's code in the body of a refusal. */
  readonly code: number | null;
};

export type PracticePermission =
  | 'ViewChannel'
  | 'SendMessages'
  | 'EmbedLinks'
  | 'AttachFiles'
  | 'ReadMessageHistory';

export type PracticeDiscordOptions = {
  /** Time of messages and ids, simulated where the demo's is; deadlines and rates stay real. */
  readonly nowMs: () => number;
  /** A taken port is replaced by a free one. */
  readonly port?: number;
  readonly token?: string;
  readonly channels?: readonly string[];
  /** How long a repeated nonce returns the first message, in real time. */
  readonly nonceWindowMs?: number;
  readonly firstResponseMsMax?: number;
  readonly interactionTokenMs?: number;
  readonly heartbeatIntervalMs?: number;
};

export type PracticeDiscord = {
  /** For DISCORD_API_URL: the client appends /v10. */
  readonly apiUrl: string;
  readonly pageUrl: string;
  readonly token: string;
  readonly guildId: string;
  readonly botUserId: string;
  readonly channels: readonly { readonly id: string; readonly name: string }[];
  readonly roles: readonly { readonly id: string; readonly name: string }[];
  /** Messages of a channel as everyone there sees them, oldest first, in their present wording. */
  messages(channelId: string): readonly PracticeMessage[];
  /** Commands as registered. */
  commands(): readonly WireCommand[];
  /** Types a slash command and waits for its final answer; rejects with what a user would see instead. */
  command(request: CommandRequest): Promise<Answer>;
  autocomplete(
    request: AutocompleteRequest,
  ): Promise<readonly { readonly name: string; readonly value: string }[]>;
  press(request: PressRequest): Promise<Answer>;
  onEvent(listener: (event: PracticeEvent) => void): () => void;
  /** Breaches of Discord's contract by the bot or by this server: a non-empty list fails the test that caused it. */
  violations(): readonly string[];
  fault(fault: Fault): void;
  clearFaults(): void;
  /** Resolves when the next matching request has been accepted and its effect stored, before it is answered; rejects after a minute. */
  accepted(match: RequestMatch): Promise<RequestRecord>;
  /** Takes permissions in a channel away from the bot, or gives them back with an empty list. */
  deny(channelId: string, permissions: readonly PracticePermission[]): void;
  /** Takes the bot out of the server, or lets the server be out of order for a while. */
  dropGuild(reason: 'left' | 'outage'): void;
  readonly gateway: {
    /** Cuts every connection, with a close code or without one. */
    dropAll(closeCode?: number): void;
    /** Asks every client to reconnect (op 7). */
    reconnect(): void;
    /** Declares every session invalid (op 9). */
    invalidateSession(resumable: boolean): void;
    /** Connected and identified clients. */
    sessions(): number;
  };
  /** The last requests, oldest first. */
  requests(): readonly RequestRecord[];
  close(): Promise<void>;
};
