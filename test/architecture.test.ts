import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { describe, expect, it } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Lines in a source file; a second idea begins long before. */
const FILE_LINES_MAX = 250;

/** Interface files that jobs and commands may know; the implementations are `app.ts`'s matter. */
const INTERFACES = [
  'src/markets/market.ts',
  'src/markets/registry.ts',
  'src/store/store.ts',
  'src/store/market-view.ts',
  'src/charts/charts.ts',
  'src/discord/notifier.ts',
  'src/discord/interactions.ts',
  'src/log.ts',
];

/** What each room may import besides itself. Packages and `node:` modules are free except in core and practice. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  'src/core/': [],
  'src/markets/': ['src/core/', 'src/log.ts', 'src/secret.ts'],
  'src/store/': ['src/core/', 'src/log.ts'],
  'src/charts/': ['src/core/', 'src/log.ts'],
  'src/discord/': ['src/core/', 'src/charts/charts.ts', 'src/log.ts', 'src/secret.ts'],
  'src/jobs/': ['src/core/', ...INTERFACES],
  'src/commands/': ['src/core/', ...INTERFACES],
  // A picture of a file is drawn by what draws those of messages: `analyze --chart`.
  'src/cli/': ['src/core/', 'src/markets/', 'src/store/', 'src/charts/', 'src/config.ts'],
  'practice/demo.ts': ['practice/', 'src/app.ts', 'src/log.ts', 'src/secret.ts'],
  'practice/': [],
};

/** What can open a connection. */
const CALLS_OUT =
  /^(?:axios|ws|undici|discord\.js|@discordjs\/.*|(?:node:)?(?:https?|http2|net|tls|dgram|dns))$/;

/** The only places that may: the polite client of every venue, the one stream that is none of its requests, and Discord's room. */
const MAY_CALL_OUT = ['src/markets/http/', 'src/markets/deribit/trade-stream.ts', 'src/discord/'];

const sources = globSync(['src/**/*.ts', 'practice/**/*.ts'], { cwd: root });

function importsOf(file: string): readonly string[] {
  const text = readFileSync(join(root, file), 'utf8');
  const specifiers = [...text.matchAll(/(?:from|import|import\(|new URL\()\s*'([^']+)'/g)];
  return specifiers
    .map(([, specifier = '']) => specifier)
    .map((specifier) =>
      specifier.startsWith('.') ? relative(root, join(root, dirname(file), specifier)) : specifier,
    );
}

function roomOf(file: string): string | undefined {
  return Object.keys(ROOMS).find((room) => file.startsWith(room));
}

describe('the house', () => {
  it('is imported in one direction only', () => {
    const wrong = sources.flatMap((file) => {
      const room = roomOf(file);
      if (room === undefined) return [];
      const allowed = [room, ...(ROOMS[room] ?? [])];
      return importsOf(file)
        .filter((target) => /^(src|practice|test|bench)\//.test(target))
        .filter((target) => !allowed.some((prefix) => target.startsWith(prefix)))
        .map((target) => `${file} imports ${target}`);
    });
    expect(wrong).toEqual([]);
  });

  it('keeps core free of packages and of Node', () => {
    const wrong = sources
      .filter((file) => file.startsWith('src/core/'))
      .flatMap((file) =>
        importsOf(file)
          .filter((target) => !target.startsWith('src/core/'))
          .map((target) => `${file} imports ${target}`),
      );
    expect(wrong).toEqual([]);
  });

  it('keeps core free of clock, chance and waiting', () => {
    const impure =
      /\bDate\.now\(|new Date\(\)|Math\.random\(|\bawait\b|\basync\b|\bsetTimeout\b|\bprocess\./;
    const wrong = sources
      .filter((file) => file.startsWith('src/core/'))
      .filter((file) =>
        impure.test(readFileSync(join(root, file), 'utf8').replace(/^\s*(\/\/|\*|\/\*).*$/gm, '')),
      );
    expect(wrong).toEqual([]);
  });

  it('reads the environment in one place', () => {
    const wrong = sources.filter(
      (file) =>
        file.startsWith('src/') &&
        file !== 'src/config.ts' &&
        readFileSync(join(root, file), 'utf8').includes('process.env'),
    );
    expect(wrong).toEqual([]);
  });

  it('keeps discord.js inside src/discord', () => {
    const wrong = sources.filter(
      (file) =>
        file.startsWith('src/') &&
        !file.startsWith('src/discord/') &&
        importsOf(file).includes('discord.js'),
    );
    expect(wrong).toEqual([]);
  });

  it('calls out through one polite client, Discord apart', () => {
    const wrong = sources
      .filter((file) => file.startsWith('src/'))
      .filter((file) => !MAY_CALL_OUT.some((place) => file.startsWith(place)))
      .filter(
        (file) =>
          importsOf(file).some((target) => CALLS_OUT.test(target)) ||
          /\bfetch\(|\bnew (?:WebSocket|EventSource)\(/.test(
            readFileSync(join(root, file), 'utf8'),
          ),
      );
    expect(wrong).toEqual([]);
  });

  it('has no file longer than a reader can hold', () => {
    const long = sources
      .map((file) => ({ file, lines: readFileSync(join(root, file), 'utf8').split('\n').length }))
      .filter(({ lines }) => lines > FILE_LINES_MAX);
    expect(long).toEqual([]);
  });
});
