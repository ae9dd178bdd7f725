import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

const root = join(import.meta.dirname, '..');
const example = readFileSync(join(root, '.env.example'), 'utf8');
const source = readFileSync(join(root, 'src/config.ts'), 'utf8');

const named = new Set([...example.matchAll(/\b[A-Z][A-Z_]+\b/g)].map(([name]) => name));

describe('.env.example', () => {
  it('starts the bot when a token is filled in', () => {
    const read = readConfig({ ...parseEnv(example), DISCORD_TOKEN: 'token' });
    expect(read.ok ? [] : read.failure).toEqual([]);
  });

  it('means the defaults: copied, it changes nothing', () => {
    const read = readConfig({ ...parseEnv(example), DISCORD_TOKEN: 'token' });
    expect(read).toEqual(readConfig({ DISCORD_TOKEN: 'token' }));
  });

  it('names every setting that the bot reads', () => {
    const settings = [...source.matchAll(/^ {2}([A-Z]+(?:_[A-Z]+)*): /gm)].map(([, name]) => name);
    expect(settings.length).toBeGreaterThan(10);
    expect(settings.filter((name) => !named.has(name ?? ''))).toEqual([]);
  });

  it('shows the addresses that hold without it', () => {
    const shown = [...example.matchAll(/^# ([A-Z_]+_URL=https:\S+)$/gm)].map(([, line]) => line);
    const read = readConfig({ ...parseEnv(shown.join('\n')), DISCORD_TOKEN: 'token' });
    expect(shown.length).toBeGreaterThan(3);
    expect(read).toEqual(readConfig({ DISCORD_TOKEN: 'token' }));
  });
});
