import type { Clock } from '../core/schedule/clock.ts';
import type {
  ChannelAccess,
  SlashAction,
  SlashCommand,
  SlashInput,
  SlashOption,
} from '../discord/interactions.ts';
import type { MarketRegistry } from '../markets/registry.ts';
import type { Store } from '../store/store.ts';

/** What commands answer from. */
export type CommandContext = ChannelAccess & {
  readonly clock: Clock;
  readonly store: Store;
  readonly markets: MarketRegistry;
  readonly pollMs: number;
};

export type Command = SlashCommand<CommandContext>;
export type CommandAction = SlashAction<CommandContext>;
export type CommandOption = SlashOption<CommandContext>;
export type CommandInput = SlashInput;
