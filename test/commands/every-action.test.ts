import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandAction, CommandContext, CommandInput } from '../../src/commands/command.ts';
import { commands } from '../../src/commands/index.ts';
import { createAnswers } from '../../src/discord/answers.ts';
import { aCommandContext, anInput } from '../support/discord-parts.ts';
import { DATA_TIME_MS } from '../support/market-view.ts';
import { aLog } from '../support/stored.ts';
import { anObservation } from '../support/stored-values.ts';

const CHANGES_SETTINGS = [
  'alert add',
  'alert remove',
  'summary set',
  'summary off',
  'admin-channel set',
  'admin-channel off',
];

const ACTIONS = commands.flatMap((command): readonly [string, CommandAction][] =>
  command.kind === 'single'
    ? [[command.name, command]]
    : command.actions.map((action) => [`${command.name} ${action.name}`, action]),
);

async function settingsOf(context: CommandContext, guildId: string) {
  const rules = await context.store.rulesOfGuild(guildId);
  const summaries = await context.store.summariesOfGuild(guildId);
  return { rules, summaries, adminChannel: await context.store.adminChannel(guildId) };
}

/** An administrator's alert and summary in the first server. */
async function aServerWithSettings(context: CommandContext): Promise<void> {
  const { guildId, channelId, userId: ownerId } = anInput();
  const rule = { guildId, channelId, ownerId, symbol: 'BTC', roleId: null };
  await context.store.addRule({ ...rule, kind: 'flip_cross' }, DATA_TIME_MS);
  await context.store.setSummary({
    ...{ guildId, channelId, symbol: 'BTC', zone: 'UTC' },
    minuteOfDay: 480,
    setAtMs: DATA_TIME_MS,
  });
  await context.store.setAdminChannel(guildId, channelId);
}

/** Values that would change something of the first server if nothing stood in the way. */
const OPTIONS: CommandInput['options'] = {
  symbol: 'BTC',
  number: 1,
  time: '07:00',
  zone: 'Europe/Berlin',
  channel: '200',
};

describe.each(ACTIONS)('/%s', (name, action) => {
  it('is open to members unless it changes settings or lists them', () => {
    const { admit } = createAnswers({
      context: { clock: { nowMs: () => DATA_TIME_MS } },
      log: aLog(),
    });
    const ask = (canManageGuild: boolean) => {
      const input = anInput({ canManageGuild });
      const { needs } = action;
      const guarded = { name, needs, description: '', options: [], run: () => Promise.reject() };
      return admit({ name, action: guarded, userId: input.userId, input }).kind;
    };
    const isSetting = CHANGES_SETTINGS.includes(name) || name === 'alert list';
    expect(ask(false)).toBe(isSetting ? 'refused' : 'admitted');
    expect(ask(true)).toBe('admitted');
  });

  it('changes nothing of another server, not even for its administrator', async () => {
    const context = await aCommandContext();
    await aServerWithSettings(context);
    const before = await settingsOf(context, '100');
    await action.run(anInput({ guildId: '101', options: OPTIONS }), context);
    expect(await settingsOf(context, '100')).toEqual(before);
  });

  it('answers anything typed with a sentence that mentions nobody', async () => {
    const context = await aCommandContext();
    await context.store.recordObservation(anObservation(), DATA_TIME_MS);
    const hostile = fc.oneof(
      fc.constantFrom(
        '@everyone',
        '<@&1>',
        '[x](https://example.org)',
        "'; DROP TABLE rules; --",
        'BTC\0',
        '\u202Eflip',
        '__proto__',
      ),
      fc.string({ unit: 'binary', maxLength: 60 }),
    );
    const textNames = action.options.flatMap((it) => (it.type === 'text' ? [it.name] : []));
    await fc.assert(
      fc.asyncProperty(hostile, async (typed) => {
        const options = { ...OPTIONS, ...Object.fromEntries(textNames.map((it) => [it, typed])) };
        const { content } = await action.run(anInput({ options }), context);
        expect(content).not.toMatch(/@everyone|<@&1>|\]\(|\0|\u202E/);
        expect(content.length).toBeGreaterThan(0);
      }),
      { numRuns: 40 },
    );
  });
});
