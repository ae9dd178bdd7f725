import type { Channel, Person, Role, World } from './world.ts';

const CHANNEL_TEXT = 0;
const OVERWRITE_MEMBER = 1;

/** A user as Discord's API writes one. */
export function wireUser(person: Person): Record<string, unknown> {
  return {
    id: person.id,
    username: person.username,
    avatar: null,
    discriminator: person.isBot ? '0001' : '0',
    public_flags: 0,
    flags: 0,
    global_name: person.isBot ? null : person.username,
    primary_guild: null,
    ...(person.isBot ? { bot: true } : {}),
  };
}

/** A member of the server; interactions add the member's permissions in their channel. */
export function wireMember(world: World, person: Person): Record<string, unknown> {
  return {
    user: wireUser(person),
    nick: null,
    avatar: null,
    banner: null,
    roles: person.roleIds,
    joined_at: new Date(world.joinedAtMs).toISOString(),
    premium_since: null,
    communication_disabled_until: null,
    pending: false,
    flags: 0,
    deaf: false,
    mute: false,
  };
}

/** A role as Discord's API writes one. */
export function wireRole(role: Role, position: number): Record<string, unknown> {
  return {
    id: role.id,
    name: role.name,
    permissions: role.permissions.toString(),
    position,
    color: 0,
    colors: { primary_color: 0, secondary_color: null, tertiary_color: null },
    hoist: false,
    managed: false,
    mentionable: role.mentionable,
    icon: null,
    unicode_emoji: null,
    flags: 0,
  };
}

/** A text channel with what is denied to the bot there. */
export function wireChannel(world: World, channel: Channel): Record<string, unknown> {
  const denied = world.deniedBits(channel.id);
  const overwrite = {
    id: world.bot.id,
    type: OVERWRITE_MEMBER,
    allow: '0',
    deny: denied.toString(),
  };
  return {
    id: channel.id,
    type: CHANNEL_TEXT,
    guild_id: world.guildId,
    name: channel.name,
    position: world.channels.indexOf(channel),
    flags: 0,
    topic: null,
    nsfw: false,
    parent_id: null,
    last_message_id: null,
    rate_limit_per_user: 0,
    permission_overwrites: denied === 0n ? [] : [overwrite],
  };
}

/** The application as its owner's bot sees it. */
export function wireApplication(world: World): Record<string, unknown> {
  return {
    id: world.applicationId,
    name: world.bot.username,
    icon: null,
    description: 'A bot in practice',
    type: null,
    flags: 0,
    flags_new: '0',
    verify_key: '0'.repeat(64),
    redirect_uris: [],
    interactions_endpoint_url: null,
    role_connections_verification_url: null,
    owner: wireUser(world.people.admin),
    bot: wireUser(world.bot),
    bot_public: false,
    bot_require_code_grant: false,
    approximate_guild_count: 1,
    approximate_user_install_count: 0,
    approximate_user_authorization_count: 0,
    explicit_content_filter: 0,
    team: null,
    eligible_oauth2_scopes: ['bot', 'applications.commands'],
  };
}

/** The server as the gateway hands it to a bot that has just connected. */
export function wireGuild(world: World): Record<string, unknown> {
  return {
    id: world.guildId,
    name: world.guildName,
    icon: null,
    splash: null,
    discovery_splash: null,
    owner_id: world.people.admin.id,
    afk_channel_id: null,
    afk_timeout: 300,
    verification_level: 0,
    default_message_notifications: 1,
    explicit_content_filter: 0,
    mfa_level: 0,
    nsfw_level: 0,
    premium_tier: 0,
    premium_progress_bar_enabled: false,
    preferred_locale: 'en-US',
    system_channel_id: world.channels[0]?.id ?? null,
    system_channel_flags: 0,
    rules_channel_id: null,
    public_updates_channel_id: null,
    safety_alerts_channel_id: null,
    vanity_url_code: null,
    description: null,
    banner: null,
    application_id: null,
    features: [],
    emojis: [],
    stickers: [],
    roles: world.roles.map(wireRole),
    joined_at: new Date(world.joinedAtMs).toISOString(),
    large: false,
    unavailable: false,
    member_count: 3,
    voice_states: [],
    members: [wireMember(world, world.bot)],
    channels: world.channels.map((channel) => wireChannel(world, channel)),
    threads: [],
    presences: [],
    stage_instances: [],
    guild_scheduled_events: [],
    soundboard_sounds: [],
  };
}
