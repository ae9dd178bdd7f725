import { describe, expect, it } from 'vitest';
import { ignoredSettings, readConfig } from '../src/config.ts';
import { startBot } from './support/bot-process.ts';

function refusals(variables: Readonly<Record<string, string>>): readonly string[] {
  const read = readConfig({ DISCORD_TOKEN: 'a-canary', ...variables });
  return read.ok ? [] : read.failure;
}

describe('a setting that cannot be', () => {
  it.each([
    ['LOG_LEVEL', 'loud', /^LOG_LEVEL must be one of debug, info, warn, silent$/],
    ['DERIBIT_STREAM_URL', 'http://x', /^DERIBIT_STREAM_URL must be a ws or wss address$/],
    ['DERIBIT_URL', 'nowhere', /^DERIBIT_URL must be an http or https address$/],
    ['POLL_SECONDS', '0', /^POLL_SECONDS must be a number of seconds from 1 to 86400$/],
    ['POLL_SECONDS', 'often', /^POLL_SECONDS must be a number of seconds from 1 to 86400$/],
    ['CBOE_TERMS', 'yes', /^CBOE_TERMS takes one value, "accepted": read the terms/],
    ['DISCORD_TOKEN_FILE', '/x', /^DISCORD_TOKEN and DISCORD_TOKEN_FILE are both set/],
  ])('%s=%s is refused in one sentence that says what can', (name, value, sentence) => {
    expect(refusals({ [name]: value })).toEqual([expect.stringMatching(sentence)]);
  });

  it('is never shown with its value', () => {
    const wrong = { LOG_LEVEL: 'zzz', POLL_SECONDS: 'zzz', DERIBIT_URL: 'zzz', MARKETS: 'z z,zzz' };
    expect(refusals(wrong)).toHaveLength(4);
    expect(refusals({ ...wrong, DISCORD_TOKEN_FILE: '/x' }).join()).not.toMatch(/zz|canary/);
  });
});

describe('a variable that looks like a setting', () => {
  it.each([
    ['POLL_SECOND', 'POLL_SECONDS'],
    ['MARKET', 'MARKETS'],
    ['markets', 'MARKETS'],
    ['LOGLEVEL', 'LOG_LEVEL'],
    ['DISCORD_TOCKEN', 'DISCORD_TOKEN'],
  ])('%s is named with what was meant', (name, meant) => {
    expect(ignoredSettings({ [name]: 'a-canary' })).toEqual([
      `${name} is no setting and is ignored; did you mean ${meant}?`,
    ]);
  });

  it('is no other program’s, nor a setting itself', () => {
    const others = { PATH: '', HOME: '', LANG: '', USER: '', NODE_ENV: '', npm_config_cache: '' };
    expect(ignoredSettings({ ...others, MARKETS: 'BTC', LOG_LEVEL: 'info' })).toEqual([]);
  });

  it('is told of a few times, not for every variable of a strange environment', () => {
    const many = Array.from({ length: 500 }, (_, index) => [`DERIBIT_${index}`, '']);
    expect(ignoredSettings(Object.fromEntries(many)).length).toBeLessThan(10);
  });
});

describe('npm start', () => {
  it('without a token says what to mend, and nothing else', async () => {
    const bot = startBot({ DISCORD_TOKEN: '', DISCORD_TOKEN_FILE: '' });
    expect(await bot.ended()).toBe(78);
    expect(bot.output().trim().split('\n')).toEqual([
      expect.stringMatching(/^hedgeflow cannot start/),
      expect.stringMatching(/^- DISCORD_TOKEN is missing/),
    ]);
  });
});
