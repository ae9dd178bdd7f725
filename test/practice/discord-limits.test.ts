import { describe, expect, it } from 'vitest';
import { createJournal } from '../../practice/discord/journal.ts';
import { commandSetProblems } from '../../practice/discord/limits/commands.ts';
import type { Upload } from '../../practice/discord/limits/draft.ts';
import { draftFromRequest } from '../../practice/discord/rest/draft-from-request.ts';
import { type SpecName, specProblems } from '../../practice/discord/spec.ts';
import { wireCommand } from '../../practice/discord/wire.ts';

const V2 = 1 << 15;

const text = (length: number) => 'x'.repeat(length);
const times = <Item>(count: number, make: (index: number) => Item): Item[] =>
  Array.from({ length: count }, (_, index) => make(index));
const row = (...components: object[]) => ({ type: 1, components });
const button = (over: object = {}) => ({
  type: 2,
  style: 1,
  label: 'Go',
  custom_id: 'go',
  ...over,
});
const option = (value: string) => ({ label: value, value });
const menu = (over: object = {}) => ({
  type: 3,
  custom_id: 'menu',
  options: [option('a'), option('b')],
  ...over,
});
const display = (content = 'text') => ({ type: 10, content });
const withEmbed = (embed: object) => ({ embeds: [embed] });
const withComponents = (...components: object[]) => ({ content: 'x', components });
const upload = (bytes: number, filename = 'chart.png'): Upload => ({
  index: 0,
  filename,
  contentType: 'image/png',
  bytes: new Uint8Array(bytes),
});

/** What the server finds wrong with a posted message, as the bot's author would read it. */
function violations(
  json: unknown,
  uploads: readonly Upload[] = [],
  schema: SpecName = 'MessageCreateRequestSchema',
): readonly string[] {
  const journal = createJournal(() => 0);
  const request = { params: {}, query: new URLSearchParams(), json, uploads };
  const result = draftFromRequest(journal, request, { schema });
  expect(result.ok).toBe(journal.violations().length === 0);
  return journal.violations();
}

describe('a message at the limits is accepted', () => {
  it.each([
    ['content of 2000', { content: text(2_000) }],
    ['6000 characters of embeds', { embeds: times(2, () => ({ description: text(3_000) })) }],
    [
      'five rows of five buttons',
      {
        components: times(5, (at) => row(...times(5, (n) => button({ custom_id: `${at} ${n}` })))),
      },
    ],
    ['a link', withComponents(row({ type: 2, style: 5, label: 'Go', url: 'https://a.org' }))],
    ['a menu', withComponents(row(menu({ min_values: 2, max_values: 2 })))],
    ['40 components of the second version', { flags: V2, components: times(40, () => display()) }],
    ['a nonce that is enforced', { content: 'x', nonce: text(25), enforce_nonce: true }],
    ['one role mentioned', { content: 'x', allowed_mentions: { parse: ['users'], roles: ['1'] } }],
    ['a picture of the web', withEmbed({ image: { url: 'https://a.org/b.png' } })],
    ["discord.js's constant noise", { content: 'x', tts: false, enforce_nonce: false }],
  ])('%s', (_, body) => {
    expect(violations(body)).toEqual([]);
  });

  it('a picture that is attached', () => {
    const body = {
      ...withEmbed({ image: { url: 'attachment://chart.png' } }),
      attachments: [{ id: '0', description: text(1_024) }],
    };
    expect(violations(body, [upload(10 * 1024 * 1024)])).toEqual([]);
  });
});

describe('a message that Discord refuses though its description allows it is refused', () => {
  it.each([
    ['content of 2001', { content: text(2_001) }, /content: 2001 characters/],
    [
      '6001 characters of embeds',
      { embeds: [{ description: text(4_000) }, { description: text(2_001) }] },
      /embeds: 6001 characters/,
    ],
    ['nothing', {}, /cannot send an empty message/],
    ['white space', { content: ' \n ' }, /cannot send an empty message/],
    ['an empty embed', withEmbed({ color: 1 }), /embeds\.0: .* required/],
    ['a nameless field', withEmbed({ fields: [{ name: ' ', value: 'x' }] }), /fields\.0\.name/],
    [
      'a field without value',
      withEmbed({ fields: [{ name: 'x', value: '' }] }),
      /fields\.0\.value/,
    ],
    ['six rows', { components: times(6, (n) => row(button({ custom_id: `${n}` }))) }, /6 rows/],
    [
      'text beside the V2 flag',
      { flags: V2, content: 'x', components: [display()] },
      /content: cannot/,
    ],
    [
      'an embed beside the V2 flag',
      { flags: V2, embeds: [{ title: 'x' }], components: [display()] },
      /embeds: cannot/,
    ],
    ['V2 components without the flag', withComponents(display()), /needs the flag/],
    [
      '41 components counted nested',
      {
        flags: V2,
        components: [...times(39, () => display()), row(button())],
      },
      /41 components/,
    ],
    [
      '4001 characters of V2 text',
      { flags: V2, components: [display(text(4_000)), display()] },
      /4004 characters/,
    ],
    ['one custom id twice', withComponents(row(button(), button())), /custom_id: .*twice/],
    [
      'a button without custom id',
      withComponents(row(button({ custom_id: undefined }))),
      /needs a custom id/,
    ],
    ['a button without label', withComponents(row(button({ label: undefined }))), /needs a label/],
    [
      'a plain button with a url',
      withComponents(row(button({ url: 'https://a.org' }))),
      /only link/,
    ],
    [
      'a link button without url',
      withComponents(row({ type: 2, style: 5, label: 'x' })),
      /needs a url/,
    ],
    [
      'a link button with a custom id',
      withComponents(row(button({ style: 5, url: 'https://a.org' }))),
      /no custom id/,
    ],
    ['a button beside a menu', withComponents(row(button(), menu())), /fills its row/],
    [
      'two menus in a row',
      withComponents(row(menu(), menu({ custom_id: 'other' }))),
      /fills its row/,
    ],
    ['more choices than options', withComponents(row(menu({ min_values: 3 }))), /3 of 2 options/],
    [
      'one value offered twice',
      withComponents(row(menu({ options: [option('a'), option('a')] }))),
      /used twice/,
    ],
    ['an unknown property', { content: 'x', embed: { title: 'x' } }, /embed: is not in the API/],
    [
      'an unknown property deep inside',
      withEmbed({ title: 'x', footer: { text: 'x', txt: 'y' } }),
      /footer\.txt/,
    ],
    ['an enforced nonce without nonce', { content: 'x', enforce_nonce: true }, /needs a nonce/],
    [
      'a picture that is not attached',
      withEmbed({ image: { url: 'attachment://a.png' } }),
      /names no attached file/,
    ],
    [
      'a note on a file that is not there',
      { content: 'x', attachments: [{ id: '0' }] },
      /no such file/,
    ],
    [
      'a script as address',
      withEmbed({ title: 'x', url: 'javascript:alert(1)' }),
      /scheme "javascript"/,
    ],
    [
      'a script behind a button',
      withComponents(row({ type: 2, style: 5, label: 'x', url: 'javascript:x' })),
      /scheme/,
    ],
    [
      'all users and these users',
      {
        content: 'x',
        allowed_mentions: { parse: ['users'], users: ['1'] },
      },
      /already contains "users"/,
    ],
  ])('%s', (_, body, reason) => {
    expect(violations(body)).toEqual([expect.stringMatching(reason)]);
  });

  it('a file over 10 MiB', () => {
    const [violation] = violations({ content: 'x' }, [upload(10 * 1024 * 1024 + 1)]);
    expect(violation).toMatch(/files\.0: 10485761 bytes/);
  });

  it('an eleventh file', () => {
    const files = times(11, (index) => ({ ...upload(1), index }));
    expect(violations({ content: 'x' }, files)).toEqual([expect.stringMatching(/11 files/)]);
  });
});

describe('the description itself refuses', () => {
  it.each([
    ['a title of 257', withEmbed({ title: text(257) })],
    ['a description of 4097', withEmbed({ description: text(4_097) })],
    ['26 fields', withEmbed({ fields: times(26, () => ({ name: 'x', value: 'x' })) })],
    ['a field value of 1025', withEmbed({ fields: [{ name: 'x', value: text(1_025) }] })],
    ['a footer of 2049', withEmbed({ title: 'x', footer: { text: text(2_049) } })],
    ['eleven embeds', { embeds: times(11, () => ({ title: 'x' })) }],
    ['eleven attachments', { content: 'x', attachments: times(11, (n) => ({ id: `${n}` })) }],
    ['a colour above white', withEmbed({ title: 'x', color: 0x1000000 })],
    [
      '26 options in a menu',
      withComponents(row(menu({ options: times(26, (n) => option(`${n}`)) }))),
    ],
    [
      'six buttons in a row',
      withComponents(row(...times(6, (n) => button({ custom_id: `${n}` })))),
    ],
    ['a custom id of 101', withComponents(row(button({ custom_id: text(101) })))],
    ['a label of 81', withComponents(row(button({ label: text(81) })))],
    ['an unknown component', withComponents({ type: 99 })],
    ['a nonce of 26', { content: 'x', nonce: text(26) }],
    ['alt text of 1025', { content: 'x', attachments: [{ id: '0', description: text(1_025) }] }],
  ])('%s', (_, body) => {
    expect(violations(body, [upload(1)])).not.toEqual([]);
  });

  it.each(['IncomingWebhookRequestPartialSchema', 'MessageEditRequestPartialSchema'] as const)(
    'too long a text by %s',
    (schema) => {
      expect(violations({ content: text(4_001) }, [], schema)).not.toEqual([]);
    },
  );

  it('26 suggestions, and a suggestion of 101 characters', () => {
    const choices = (count: number, length: number) => ({
      type: 8,
      data: { choices: times(count, (n) => ({ name: text(length), value: `${n}` })) },
    });
    const problems = (body: unknown) =>
      specProblems('ApplicationCommandAutocompleteCallbackRequestSchema', body).length;
    expect(problems(choices(25, 100))).toBe(0);
    expect(problems(choices(26, 1))).toBeGreaterThan(0);
    expect(problems(choices(1, 101))).toBeGreaterThan(0);
  });
});

const command = (over: object = {}) => ({ name: 'flip', description: 'x', ...over });
const typed = (over: object = {}) => ({ type: 3, name: 'symbol', description: 'x', ...over });

describe('a set of commands', () => {
  const problems = (commands: readonly unknown[]) =>
    commandSetProblems(wireCommand.array().parse(commands)).map(({ message }) => message);

  it('is accepted at its limits', () => {
    const full = command({
      name: text(32),
      name_localizations: { de: 'wende' },
      options: times(25, (n) => typed({ name: `n${n}`, required: n < 5, description: text(100) })),
    });
    expect(problems([full, ...times(99, (n) => command({ name: `c${n}` }))])).toEqual([]);
  });

  it.each([
    ['101 chat commands', times(101, (n) => command({ name: `c${n}` })), /101 commands/],
    ['an upper-case name', [command({ name: 'Flip' })], /not a lower-case name/],
    ['a name with a space', [command({ name: 'gamma flip' })], /not a lower-case name/],
    ['an upper-case option', [command({ options: [typed({ name: 'Symbol' })] })], /lower-case/],
    [
      'required after optional',
      [command({ options: [typed(), typed({ name: 'b', required: true })] })],
      /required after optional/,
    ],
    [
      'sub-commands among options',
      [command({ options: [typed(), { type: 1, name: 'add', description: 'x' }] })],
      /cannot stand beside/,
    ],
    ['one name twice', [command(), command()], /"flip" is used twice/],
    ['one option twice', [command({ options: [typed(), typed()] })], /"symbol" is used twice/],
    ['no description', [command({ description: '' })], /description is required/],
    ['an unknown language', [command({ name_localizations: { xx: 'flip' } })], /no such locale/],
    [
      '8001 characters',
      [
        command({
          options: times(4, (n) =>
            typed({
              name: `o${n}`,
              choices: times(25, (c) => ({ name: `${c}`.padEnd(50, 'x'), value: text(40) })),
            }),
          ),
        }),
      ],
      /characters, over 8000/,
    ],
  ])('is refused with %s', (_, commands, reason) => {
    expect(problems(commands)).toEqual([expect.stringMatching(reason)]);
  });

  it.each([
    ['a description of 101', command({ description: text(101) })],
    ['26 options', command({ options: times(26, (n) => typed({ name: `o${n}` })) })],
    [
      '26 choices',
      command({
        options: [typed({ choices: times(26, (n) => ({ name: `${n}`, value: `${n}` })) })],
      }),
    ],
  ])('is refused by the description itself with %s', (_, one) => {
    expect(specProblems('ApplicationCommandUpdateRequestSchema', one)).not.toEqual([]);
  });
});
