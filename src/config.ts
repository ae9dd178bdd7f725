import { existsSync, readFileSync } from 'node:fs';
import { parseEnv } from 'node:util';
import { z } from 'zod';
import { fail, ok, type Result } from './core/result.ts';
import { unknownSettings } from './core/text/unknown-settings.ts';
import { LOG_LEVELS, type LogLevel } from './log.ts';
import { Secret } from './secret.ts';

/** What the environment says about markets. */
export type VenueConfig = Pick<
  Config,
  'symbols' | 'deribitUrl' | 'deribitStreamUrl' | 'cboeUrl' | 'tradier' | 'bybitUrl'
>;

/** The environment, parsed once. */
export type Config = {
  readonly discordToken: Secret;
  /** REST prefix before `/v10`. */
  readonly discordApiUrl: string;
  /** Path of the SQLite file. */
  readonly databasePath: string;
  readonly symbols: readonly string[];
  /** Prefix before `/api/v2/public/…`. */
  readonly deribitUrl: string;
  /** WebSocket address for Deribit's trades; null where they are polled. */
  readonly deribitStreamUrl: string | null;
  /** Prefix before `/api/global/delayed_quotes/options/…`; null until the operator accepts Cboe's terms. */
  readonly cboeUrl: string | null;
  /** Null without a token. */
  readonly tradier: { readonly url: string; readonly token: Secret } | null;
  /** Prefix before `/v5/market/…`. */
  readonly bybitUrl: string;
  readonly pollMs: number;
  readonly logLevel: LogLevel;
};

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

const outsideUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .transform((text) => text.replace(/\/+$/, ''))
  .refine((text) => text.startsWith('https:') || LOOPBACK.has(new URL(text).hostname), {
    error: 'must be https (plain http only to 127.0.0.1, localhost or [::1])',
  });

const streamUrl = z
  .url({ protocol: /^wss?$/, error: 'must be a ws or wss address', abort: true })
  .refine((text) => text.startsWith('wss:') || LOOPBACK.has(new URL(text).hostname), {
    error: 'must be wss (plain ws only to 127.0.0.1, localhost or [::1])',
  });

const symbolList = z
  .string()
  .transform((text) => [...new Set(text.split(',').map((part) => part.trim().toUpperCase()))])
  .refine((symbols) => symbols.every((symbol) => /^[A-Z0-9^._]{1,12}$/.test(symbol)), {
    error: 'must be symbols separated by commas, such as BTC,ETH',
  });

/** Slower than a day is no polling; faster than a second is an attack on the venue. */
const POLL_SECONDS = { min: 1, max: 86_400 };
const POLL_WORDS = `must be a number of seconds from ${POLL_SECONDS.min} to ${POLL_SECONDS.max}`;

const environment = z.object({
  DISCORD_TOKEN: z.string().trim().min(1, { error: 'is empty' }).optional(),
  DISCORD_TOKEN_FILE: z.string().min(1).optional(),
  DISCORD_API_URL: outsideUrl.default('https://discord.com/api'),
  DATABASE_URL: z
    .string()
    .regex(/^file:.+/, { error: 'must look like file:data/hedgeflow.db' })
    .default('file:data/hedgeflow.db'),
  MARKETS: symbolList.default(['BTC', 'ETH']),
  DERIBIT_URL: outsideUrl.default('https://www.deribit.com'),
  DERIBIT_STREAM_URL: streamUrl.optional(),
  CBOE_TERMS: z
    .literal('accepted', {
      error:
        'takes one value, "accepted": read the terms of use of delayed quotes on Cboe\'s site first, and leave it out if you do not agree',
    })
    .optional(),
  CBOE_URL: outsideUrl.default('https://cdn.cboe.com'),
  TRADIER_TOKEN: z.string().trim().min(1, { error: 'is empty' }).optional(),
  TRADIER_TOKEN_FILE: z.string().min(1).optional(),
  TRADIER_URL: outsideUrl.default('https://api.tradier.com'),
  BYBIT_URL: outsideUrl.default('https://api.bybit.com'),
  POLL_SECONDS: z.coerce
    .number({ error: POLL_WORDS })
    .min(POLL_SECONDS.min, { error: POLL_WORDS })
    .max(POLL_SECONDS.max, { error: POLL_WORDS })
    .default(300),
  LOG_LEVEL: z
    .enum(LOG_LEVELS, { error: `must be one of ${LOG_LEVELS.join(', ')}` })
    .default('info'),
});

/** A secret given by value or by file; null where neither is set. */
function readSecret(
  name: string,
  { value, path }: { readonly value: string | undefined; readonly path: string | undefined },
): Result<Secret | null, string> {
  if (value !== undefined && path !== undefined)
    return fail(`${name} and ${name}_FILE are both set: keep the one that holds`);
  if (value !== undefined) return ok(new Secret(value));
  if (path === undefined) return ok(null);
  try {
    const text = readFileSync(path, 'utf8').trim();
    return text === '' ? fail(`${name}_FILE names an empty file`) : ok(new Secret(text));
  } catch {
    return fail(`${name}_FILE names a file that cannot be read`);
  }
}

type Parsed = z.infer<typeof environment>;

function parseEnvironment(variables: NodeJS.ProcessEnv): Result<Parsed, readonly string[]> {
  const filled = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(filled);
  return parsed.success
    ? ok(parsed.data)
    : fail(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
}

function venuesOf(data: Parsed): Result<VenueConfig, string> {
  const token = readSecret('TRADIER_TOKEN', {
    value: data.TRADIER_TOKEN,
    path: data.TRADIER_TOKEN_FILE,
  });
  if (!token.ok) return token;
  return ok({
    symbols: data.MARKETS,
    deribitUrl: data.DERIBIT_URL,
    deribitStreamUrl: data.DERIBIT_STREAM_URL ?? null,
    cboeUrl: data.CBOE_TERMS === 'accepted' ? data.CBOE_URL : null,
    tradier: token.value === null ? null : { url: data.TRADIER_URL, token: token.value },
    bybitUrl: data.BYBIT_URL,
  });
}

/** Reads what the environment says about markets; nothing of Discord is asked for. */
export function readVenueConfig(
  variables: NodeJS.ProcessEnv,
): Result<VenueConfig, readonly string[]> {
  const parsed = parseEnvironment(variables);
  if (!parsed.ok) return parsed;
  const venues = venuesOf(parsed.value);
  return venues.ok ? venues : fail([venues.failure]);
}

/** Reads the environment; the failure lists every problem at once and shows no value. */
export function readConfig(variables: NodeJS.ProcessEnv): Result<Config, readonly string[]> {
  const parsed = parseEnvironment(variables);
  if (!parsed.ok) return parsed;
  const data = parsed.value;
  const token = readSecret('DISCORD_TOKEN', {
    value: data.DISCORD_TOKEN,
    path: data.DISCORD_TOKEN_FILE,
  });
  const venues = venuesOf(data);
  const problems = [token, venues].flatMap((read) => (read.ok ? [] : [read.failure]));
  if (!token.ok || !venues.ok) return fail(problems);
  if (token.value === null)
    return fail([
      'DISCORD_TOKEN is missing: put the bot token there, or its file in DISCORD_TOKEN_FILE',
    ]);
  return ok({
    ...venues.value,
    discordToken: token.value,
    discordApiUrl: data.DISCORD_API_URL,
    databasePath: data.DATABASE_URL.slice('file:'.length),
    pollMs: data.POLL_SECONDS * 1000,
    logLevel: data.LOG_LEVEL,
  });
}

/** The folder the user typed the command in; npm changes into the project's own. */
export function invocationFolder(): string {
  return process.env.INIT_CWD ?? process.cwd();
}

/** Beside package.json, where npm starts every script. */
const SETTINGS_FILE = '.env';

/** The environment of this process, and what `.env` in its folder adds to it; what is set outside the file wins. */
export function processEnvironment(): Result<NodeJS.ProcessEnv, readonly string[]> {
  if (!existsSync(SETTINGS_FILE)) return ok(process.env);
  try {
    return ok({ ...parseEnv(readFileSync(SETTINGS_FILE, 'utf8')), ...process.env });
  } catch {
    return fail([`${SETTINGS_FILE} is there and cannot be read`]);
  }
}

/** Variables that look like a setting of this bot and are none, each in a sentence. */
export function ignoredSettings(variables: NodeJS.ProcessEnv): readonly string[] {
  return unknownSettings(Object.keys(variables), Object.keys(environment.shape));
}
