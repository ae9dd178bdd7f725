import type { Interaction } from '../interactions.ts';
import type { Channel, Person, World } from '../world.ts';
import { wireChannel, wireMember } from '../world-wire.ts';

/** Discord's types of interactions. */
const TYPE = { command: 2, button: 3, autocomplete: 4 } as const;
/** Used inside a server. */
const CONTEXT_GUILD = 0;
const ATTACHMENT_BYTES_MAX = 10 * 1024 * 1024;

/** An INTERACTION_CREATE event; `data` says which command or button. */
export function interactionPayload(options: {
  readonly world: World;
  readonly interaction: Interaction;
  readonly channel: Channel;
  readonly person: Person;
  readonly data: Readonly<Record<string, unknown>>;
}): Record<string, unknown> {
  const { world, interaction, channel, person } = options;
  return {
    id: interaction.id,
    application_id: world.applicationId,
    type: TYPE[interaction.kind],
    token: interaction.token,
    version: 1,
    guild_id: world.guildId,
    guild: { id: world.guildId, locale: 'en-US', features: [] },
    guild_locale: 'en-US',
    locale: 'en-US',
    channel_id: channel.id,
    channel: wireChannel(world, channel),
    member: { ...wireMember(world, person), permissions: person.permissions.toString() },
    app_permissions: world.botPermissions(channel.id).toString(),
    entitlements: [],
    authorizing_integration_owners: { '0': world.guildId },
    context: CONTEXT_GUILD,
    attachment_size_limit: ATTACHMENT_BYTES_MAX,
    ...options.data,
  };
}
