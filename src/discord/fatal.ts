import { DiscordAPIError, GatewayCloseCodes } from 'discord.js';

const WRONG_TOKEN =
  'Discord rejected the token. Set DISCORD_TOKEN to the current token of the bot and restart.';

/** What only a person can mend, by the code with which the gateway closes for good. */
const SENTENCES: Readonly<Record<number, string>> = {
  [GatewayCloseCodes.AuthenticationFailed]: WRONG_TOKEN,
  [GatewayCloseCodes.InvalidShard]:
    'Discord rejected the shard number. Restart; if it happens again, update hedgeflow.',
  [GatewayCloseCodes.ShardingRequired]:
    'The bot is in more servers than one connection may serve (2,500). Remove it from some, or run a version with sharding.',
  [GatewayCloseCodes.InvalidAPIVersion]:
    'Discord no longer accepts this API version. Update hedgeflow and restart.',
  [GatewayCloseCodes.InvalidIntents]:
    'Discord rejected the intents as malformed. Update hedgeflow and restart.',
  [GatewayCloseCodes.DisallowedIntents]:
    'Discord does not grant this bot the intents asked for. hedgeflow asks for Guilds only: check in the developer portal that the application is not restricted, and restart.',
};

/** The sentence for a gateway close code that ends the bot; null where it can reconnect. */
export function fatalCloseSentence(code: number): string | null {
  return SENTENCES[code] ?? null;
}

/** The sentence for an error at login or registration that no repeat can mend; null where one may. */
export function fatalErrorSentence(error: unknown): string | null {
  const isUnauthorized = error instanceof DiscordAPIError && error.status === 401;
  const isInvalidToken = error instanceof Error && 'code' in error && error.code === 'TokenInvalid';
  return isUnauthorized || isInvalidToken ? WRONG_TOKEN : null;
}
