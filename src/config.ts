import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { fail, ok, type Result } from './core/result.ts';
import { Secret } from './secret.ts';

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
  readonly pollMs: number;
  readonly logLevel: 'info' | 'warn' | 'silent';
};

const LOOPBACK = new Set(['127.0.0.1', 'localhost', '[::1]']);

const outsideUrl = z
  .url({ protocol: /^https?$/, error: 'must be an http or https address' })
  .transform((text) => text.replace(/\/+$/, ''))
  .refine((text) => text.startsWith('https:') || LOOPBACK.has(new URL(text).hostname), {
    error: 'must be https (plain http only to 127.0.0.1, localhost or [::1])',
  });

const symbolList = z
  .string()
  .transform((text) => [...new Set(text.split(',').map((part) => part.trim().toUpperCase()))])
  .refine((symbols) => symbols.every((symbol) => /^[A-Z0-9^._]{1,12}$/.test(symbol)), {
    error: 'must be symbols separated by commas, such as BTC,ETH',
  });

/** Slower than a day is no polling; faster than a second is an attack on the venue. */
const POLL_SECONDS = { min: 1, max: 86_400 };

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
  POLL_SECONDS: z.coerce
    .number({ error: 'must be a number of seconds' })
    .min(POLL_SECONDS.min)
    .max(POLL_SECONDS.max)
    .default(300),
  LOG_LEVEL: z.enum(['info', 'warn', 'silent']).default('info'),
});

function readToken(parsed: z.infer<typeof environment>): Result<Secret, string> {
  if (parsed.DISCORD_TOKEN !== undefined) return ok(new Secret(parsed.DISCORD_TOKEN));
  const path = parsed.DISCORD_TOKEN_FILE;
  if (path === undefined)
    return fail(
      'DISCORD_TOKEN is missing: put the bot token there, or its file in DISCORD_TOKEN_FILE',
    );
  try {
    const token = readFileSync(path, 'utf8').trim();
    return token === '' ? fail('DISCORD_TOKEN_FILE names an empty file') : ok(new Secret(token));
  } catch {
    return fail('DISCORD_TOKEN_FILE names a file that cannot be read');
  }
}

/** Reads the environment; the failure lists every problem at once and shows no value. */
export function readConfig(variables: NodeJS.ProcessEnv): Result<Config, readonly string[]> {
  const filled = Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
  const parsed = environment.safeParse(filled);
  if (!parsed.success)
    return fail(parsed.error.issues.map((issue) => `${issue.path.join('.')} ${issue.message}`));
  const token = readToken(parsed.data);
  if (!token.ok) return fail([token.failure]);
  return ok({
    discordToken: token.value,
    discordApiUrl: parsed.data.DISCORD_API_URL,
    databasePath: parsed.data.DATABASE_URL.slice('file:'.length),
    symbols: parsed.data.MARKETS,
    deribitUrl: parsed.data.DERIBIT_URL,
    pollMs: parsed.data.POLL_SECONDS * 1000,
    logLevel: parsed.data.LOG_LEVEL,
  });
}

/** The folder the user typed the command in; npm changes into the project's own. */
export function invocationFolder(): string {
  return process.env.INIT_CWD ?? process.cwd();
}

/** The environment of this process. */
export function processEnvironment(): NodeJS.ProcessEnv {
  return process.env;
}
