import type { Clock } from '../core/schedule/clock.ts';
import type { Message } from '../core/text/message.ts';
import type { MarketRegistry } from '../markets/registry.ts';
import type { Store } from '../store/store.ts';

type OptionBase = {
  readonly name: string;
  readonly description: string;
  readonly required: boolean;
};

/** One option of a slash command; `suggest` gives at most 25 hints, which users may ignore. */
export type CommandOption = OptionBase &
  (
    | {
        readonly type: 'text';
        readonly lengthMax: number;
        readonly suggest?: (typed: string, context: CommandContext) => readonly string[];
      }
    | { readonly type: 'whole-number'; readonly min: number; readonly max: number }
    | { readonly type: 'channel' | 'role' }
  );

/** What the user sent: options by name; channels and roles as ids. */
export type CommandInput = {
  readonly guildId: string;
  readonly channelId: string;
  readonly userId: string;
  /** Discord's own answer to whether this member may manage the server. */
  readonly canManageGuild: boolean;
  readonly options: Readonly<Record<string, string | number>>;
};

export type CommandContext = {
  readonly clock: Clock;
  readonly store: Store;
  readonly markets: MarketRegistry;
  readonly pollMs: number;
  /** Asks the scheduler to look now rather than at its next wake-up. */
  readonly wakeDelivery: () => void;
  /** Whether the bot may post in that channel, and what it lacks in words. */
  readonly missingPermissions: (channelId: string) => readonly string[];
};

type Action = {
  readonly name: string;
  readonly description: string;
  readonly options: readonly CommandOption[];
  /** Checked before `run`, besides what Discord checks. */
  readonly needs: 'anyone' | 'manage-guild';
  /** The answer; failures that a user can do something about are answers too. Throws only on bugs. */
  readonly run: (input: CommandInput, context: CommandContext) => Promise<Message>;
};

/** A slash command: one action, or several under one name. */
export type Command =
  | ({ readonly kind: 'single' } & Action)
  | {
      readonly kind: 'group';
      readonly name: string;
      readonly description: string;
      readonly needs: 'anyone' | 'manage-guild';
      readonly actions: readonly Action[];
    };

export type CommandAction = Action;
