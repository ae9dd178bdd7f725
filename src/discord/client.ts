import { Client, GatewayIntentBits, Options } from 'discord.js';
import type { createIdentifyThrottler } from './identify-throttler.ts';

/** The bot's own member and user must stay: permissions are computed from them. */
const ONLY_SELF = {
  maxSize: 0,
  keepOverLimit: ({ id, client }: { id: string; client: Client }) => id === client.user?.id,
};

/** Answers within this time or the request is repeated; an interaction waits 3 s for its first answer. */
const REQUEST_DEADLINE_MS = 10_000;

/** A client that asks for the least: the Guilds intent, no mention by default, caches of channels and roles only. */
export function createClient(
  apiUrl: string,
  throttler: ReturnType<typeof createIdentifyThrottler>,
): Client {
  return new Client({
    intents: [GatewayIntentBits.Guilds],
    allowedMentions: { parse: [], repliedUser: false },
    rest: { api: apiUrl, timeout: REQUEST_DEADLINE_MS },
    ws: { buildIdentifyThrottler: () => Promise.resolve(throttler) },
    makeCache: Options.cacheWithLimits({
      ApplicationCommandManager: 0,
      AutoModerationRuleManager: 0,
      DMMessageManager: 0,
      GuildBanManager: 0,
      GuildEmojiManager: 0,
      GuildInviteManager: 0,
      GuildMemberManager: ONLY_SELF,
      GuildMessageManager: 0,
      GuildScheduledEventManager: 0,
      GuildStickerManager: 0,
      MessageManager: 0,
      PresenceManager: 0,
      ReactionManager: 0,
      ReactionUserManager: 0,
      StageInstanceManager: 0,
      ThreadMemberManager: 0,
      UserManager: ONLY_SELF,
      VoiceStateManager: 0,
    }),
  });
}
