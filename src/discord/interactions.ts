import type { Message } from '../core/text/message.ts';

type OptionBase = {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
};

/** One option of a slash command; `suggest` gives at most 25 hints, which users may ignore. */
export type SlashOption<Context> = OptionBase &
  (
    | {
        readonly type: 'text';
        readonly lengthMax: number;
        readonly suggest?: (typed: string, context: Context) => readonly string[];
      }
    | { readonly type: 'whole-number' | 'number'; readonly min: number; readonly max: number }
    | { readonly type: 'channel' | 'role' }
  );

/** What the user sent: options by name; channels and roles as ids. */
export type SlashInput = {
  readonly guildId: string;
  readonly channelId: string;
  readonly userId: string;
  /** Discord's own answer to whether this member may manage the server. */
  readonly canManageGuild: boolean;
  readonly options: Readonly<Record<string, string | number>>;
};

/** Something a user can ask for, with all it needs to be offered, guarded and answered. */
export type SlashAction<Context> = {
  readonly name: string;
  readonly description: string;
  readonly options: readonly SlashOption<Context>[];
  /** Checked before `run`, besides what Discord checks. */
  readonly needs: 'anyone' | 'manage-guild';
  /** The answer; failures that a user can do something about are answers too. Throws only on bugs. */
  readonly run: (input: SlashInput, context: Context) => Promise<Message>;
};

/** A slash command: one action, or several under one name. */
export type SlashCommand<Context> =
  | ({ readonly kind: 'single' } & SlashAction<Context>)
  | {
      readonly kind: 'group';
      readonly name: string;
      readonly description: string;
      readonly needs: 'anyone' | 'manage-guild';
      readonly actions: readonly SlashAction<Context>[];
    };

/** A channel of a server, as someone named it. */
export type Place = { readonly guildId: string; readonly channelId: string };

/** What only the connection to Discord knows about channels. */
export type ChannelAccess = {
  /**
   * Names of the permissions that the bot lacks to post in a channel, as Discord's settings call them. A channel that is
   * not one of that server lacks View Channel.
   */
  readonly missingPermissions: (place: Place) => readonly string[];
};
