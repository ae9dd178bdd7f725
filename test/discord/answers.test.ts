import { describe, expect, it } from 'vitest';
import { sentence } from '../../src/core/text/message.ts';
import { createAnswers } from '../../src/discord/answers.ts';
import type { SlashAction, SlashInput } from '../../src/discord/interactions.ts';
import { aClock, anInput } from '../support/discord-parts.ts';
import { aLog } from '../support/stored.ts';

type Context = { readonly clock: ReturnType<typeof aClock> };

function anAction(overrides: Partial<SlashAction<Context>> = {}): SlashAction<Context> {
  return {
    name: 'flip',
    description: 'x',
    options: [],
    needs: 'anyone',
    run: () => Promise.resolve(sentence('fine')),
    ...overrides,
  };
}

function someAnswers(deadlineMs = 1_000) {
  const log = aLog();
  const clock = aClock();
  return { log, clock, ...createAnswers<Context>({ context: { clock }, log, deadlineMs }) };
}

function aRequest(action: SlashAction<Context>, input: SlashInput | null = anInput()) {
  return { name: action.name, action, userId: '300', input };
}

describe('the guards before a command', () => {
  it('keep settings from members without Manage Server, whatever Discord let through', () => {
    const { admit } = someAnswers();
    const action = anAction({ needs: 'manage-guild' });
    const byMember = admit(aRequest(action, anInput({ canManageGuild: false })));
    expect(byMember).toMatchObject({ kind: 'refused' });
    expect(admit(aRequest(action)).kind).toBe('admitted');
  });

  it('answer in servers only', () => {
    const refused = someAnswers().admit(aRequest(anAction(), null));
    expect(refused).toMatchObject({
      kind: 'refused',
      message: { content: expect.stringMatching(/server/) },
    });
  });

  it('name the seconds left when someone is too fast, on the clock of the app', () => {
    const { admit, clock } = someAnswers();
    const ask = () => admit(aRequest(anAction()));
    for (let i = 0; i < 5; i += 1) expect(ask().kind).toBe('admitted');
    expect(ask()).toMatchObject({ message: { content: expect.stringContaining('10 s') } });
    clock.atMs += 10_000;
    expect(ask().kind).toBe('admitted');
  });
});

describe('the nets around a command', () => {
  it('turn a throw into a sentence with an id, and log that id once', async () => {
    const { run, log } = someAnswers();
    const action = anAction({ run: () => Promise.reject(new Error('disk full')) });
    const { content } = await run(aRequest(action), anInput());
    const [, errorId] = /\(error ([0-9a-f]+)\)/.exec(content) ?? [];
    expect(content).not.toContain('disk full');
    expect(log.lines).toEqual([
      {
        event: 'command failed',
        fields: { errorId, command: 'flip', detail: 'Error: disk full' },
      },
    ]);
  });

  it('turn a throw before the first await into the same', async () => {
    const { run } = someAnswers();
    const action = anAction({
      run: () => {
        throw new Error('at once');
      },
    });
    expect((await run(aRequest(action), anInput())).content).toContain('(error ');
  });

  it('give up on a command that hangs, and survive its late throw', async () => {
    const { run, log } = someAnswers(20);
    let fail: (error: Error) => void = () => undefined;
    const hanging = new Promise<never>((_, reject) => {
      fail = reject;
    });
    const { content } = await run(aRequest(anAction({ run: () => hanging })), anInput());
    expect(content).toMatch(/Try again/);
    fail(new Error('late'));
    await hanging.catch(() => undefined);
    expect(log.lines.map(({ event }) => event)).toEqual([
      'command too slow',
      'command failed late',
    ]);
  });
});
