import type { Interactions } from '../interactions.ts';
import type { Journal } from '../journal.ts';
import type { Messages } from '../messages/messages.ts';
import type { Nonces } from '../messages/nonces.ts';
import type { WireCommand } from '../wire.ts';
import type { World } from '../world.ts';

/** Commands as Discord keeps them, by scope: `global`, or a server's id. */
export type CommandSets = Map<string, readonly RegisteredCommand[]>;

export type RegisteredCommand = WireCommand & { readonly id: string };

/** What the routes work on. */
export type RestContext = {
  readonly world: World;
  readonly journal: Journal;
  readonly messages: Messages;
  readonly nonces: Nonces;
  readonly interactions: Interactions;
  readonly commands: CommandSets;
  readonly nextId: () => string;
  readonly gatewayUrl: string;
  /** Connections that may still be started today, as `GET /gateway/bot` tells. */
  readonly identifiesLeft: () => number;
};
