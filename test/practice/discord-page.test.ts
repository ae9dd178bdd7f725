import fc from 'fast-check';
import { describe, expect, it, onTestFinished } from 'vitest';
import { WebSocket } from 'ws';
import type { PracticeDiscord } from '../../practice/discord/index.ts';
import { nextOnLine, parseCommandLine } from '../../practice/discord/page/command-line.ts';
import { markdown, type Names } from '../../practice/discord/page/markdown.ts';
import { aClient, aPracticeDiscord, firstChannel } from '../support/practice-client.ts';

const names: Names = {
  roles: new Map([['1', 'traders']]),
  users: new Map([['2', 'ada']]),
  channels: new Map([['3', 'alerts']]),
};

describe('markdown on the page', () => {
  it.each([
    [
      '**bold** *lean* __under__ ~~gone~~',
      '<p><strong>bold</strong> <em>lean</em> <u>under</u> <s>gone</s></p>',
    ],
    ['one\ntwo', '<p>one</p><p>two</p>'],
    ['`a*b*`', '<p><code>a*b*</code></p>'],
    ['```\na  b\n```', '<pre><code>a  b</code></pre>'],
    ['\\*not lean\\*', '<p>*not lean*</p>'],
    ['- item', '<p class="item">item</p>'],
    [
      '<@&1> <@2> <#3>',
      '<p><span class="mention">@traders</span> <span class="mention">@ada</span> <span class="mention">#alerts</span></p>',
    ],
    ['[a](https://b.org/__c__)', '<p><a href="https://b.org/__c__" rel="noreferrer">a</a></p>'],
    [
      '[<@2>](https://b.org)',
      '<p><a href="https://b.org" rel="noreferrer"><span class="mention">@ada</span></a></p>',
    ],
    ['[a](javascript:b)', '<p>[a](javascript:b)</p>'],
    [
      '<t:0:R>',
      '<p><time datetime="1970-01-01T00:00:00.000Z" data-style="R">1970-01-01 00:00 UTC</time></p>',
    ],
    ['<t:9999999999999:R>', '<p>Invalid date</p>'],
  ])('%j', (text, html) => {
    expect(markdown(text, names)).toBe(html);
  });

  it('never lets a message write HTML of its own', () => {
    const pieces = [
      '<script>',
      '<img src=x onerror=y>',
      '"',
      "'",
      '**',
      '__',
      '`',
      '\n',
      '[a](',
      'https://b',
      ')',
      '<t:',
      '0',
      '>',
      '<@&1>',
      '\ue000',
      '\\',
      'x',
    ];
    const allowed =
      /<\/?(?:p|strong|em|u|s|code|pre|h4|small|blockquote|span|a|time)(?: (?:class|href|rel|datetime|data-style)="[^"<>]*")*>/g;
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...pieces)), (parts) => {
        const left = markdown(parts.join(''), names).replace(allowed, '');
        expect(left).not.toMatch(/[<>"]/);
      }),
    );
  });
});

const option = (over: object) => ({ type: 3, name: 'symbol', description: 'd', ...over });
const commands = [
  { name: 'help', description: 'd' },
  { name: 'flip', description: 'd', options: [option({ required: true, autocomplete: true })] },
  {
    name: 'summary',
    description: 'd',
    options: [
      {
        type: 1,
        name: 'set',
        description: 'd',
        options: [
          option({ choices: [{ name: 'Bitcoin', value: 'BTC' }] }),
          option({ name: 'time' }),
          option({ name: 'zone' }),
        ],
      },
    ],
  },
];

describe('a typed line', () => {
  it('is read with its sub-command and options, colons and spaces in values included', () => {
    const line = '/summary set time:08:30 zone:Europe/Berlin symbol: BTC';
    expect(parseCommandLine(line, commands)).toEqual({
      ok: true,
      request: {
        name: 'summary',
        subcommand: 'set',
        options: { time: '08:30', zone: 'Europe/Berlin', symbol: 'BTC' },
      },
    });
  });

  it.each([
    ['/flop', /Try one of: \/help, \/flip, \/summary set/],
    ['hello', /Not a command/],
    ['/flip BTC', /"BTC" belongs to no option of \/flip/],
  ])('that cannot be read says why: %s', (line, reason) => {
    expect(parseCommandLine(line, commands)).toMatchObject({
      ok: false,
      message: expect.stringMatching(reason),
    });
  });

  const suggested = (line: string) => {
    const next = nextOnLine(line, commands);
    return next.kind === 'suggestions' ? next.suggestions.map((it) => it.line) : next;
  };
  it.each([
    ['/', ['/help', '/flip ', '/summary set ']],
    ['/su', ['/summary set ']],
    ['/summary set ', ['/summary set symbol:', '/summary set time:', '/summary set zone:']],
    ['/summary set symbol:b', ['/summary set symbol:BTC ']],
    [
      '/summary set symbol:BTC ',
      ['/summary set symbol:BTC time:', '/summary set symbol:BTC zone:'],
    ],
    ['/summary set symbol:BTC time:0', []],
  ])('can go on from %j', (line, lines) => {
    expect(suggested(line)).toEqual(lines);
  });

  it('asks the bot where the option has hints of its own', () => {
    expect(suggested('/flip symbol:B')).toEqual({
      kind: 'ask-bot',
      name: 'flip',
      subcommand: undefined,
      option: 'symbol',
      typed: 'B',
      before: '/flip symbol:',
    });
  });
});

async function aPageWithBot() {
  const discord = await aPracticeDiscord();
  const client = await aClient(discord, async (interaction) => {
    if (interaction.isAutocomplete()) return interaction.respond([{ name: 'ETH', value: 'ETH' }]);
    if (interaction.isButton()) return interaction.update('pressed');
    if (!interaction.isChatInputCommand()) return undefined;
    return interaction.reply({
      content: `about ${interaction.options.getString('symbol')}`,
      embeds: [{ title: 'T', color: 0xf0a030, footer: { text: 'foot' } }],
      components: [{ type: 1, components: [{ type: 2, style: 1, label: 'Go', customId: 'go' }] }],
    });
  });
  await client.application.commands.set([
    {
      name: 'flip',
      description: 'd',
      options: [{ type: 3, name: 'symbol', description: 'd', required: true, autocomplete: true }],
    },
  ]);
  return discord;
}

async function onPage(discord: PracticeDiscord, path: string, body: object): Promise<unknown> {
  const response = await fetch(`${discord.pageUrl}page/${path}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ channelId: firstChannel(discord), ...body }),
  });
  return response.ok ? response.json() : response.status;
}

describe('the page', () => {
  it('is complete in itself, says that it is simulated, and fetches nothing from elsewhere', async () => {
    const discord = await aPageWithBot();
    await discord.command({
      name: 'flip',
      options: { symbol: 'BTC' },
      channelId: firstChannel(discord),
    });
    const response = await fetch(discord.pageUrl);
    const html = await response.text();
    expect(html).toContain('SIMULATED');
    expect(html).toContain('about BTC');
    expect(response.headers.get('content-security-policy')).toContain("default-src 'none'");
    for (const file of ['page.css', 'message.css', 'page.js']) {
      expect((await fetch(discord.pageUrl + file)).status).toBe(200);
    }
    expect((await fetch(`${discord.pageUrl}page-server.ts`)).status).toBe(404);
  });

  it('sends what is typed, and shows the answer to everyone who watches', async () => {
    const discord = await aPageWithBot();
    const live = new WebSocket(`${discord.pageUrl.replace('http', 'ws')}page/live`);
    onTestFinished(() => live.terminate());
    const card = new Promise<string>((resolve) => {
      live.on('message', (text) => {
        const { kind, body } = JSON.parse(text.toString());
        if (kind === 'message') resolve(body.html);
      });
    });
    await new Promise((resolve) => live.once('message', resolve));
    expect(await onPage(discord, 'command', { line: '/flip symbol:BTC' })).toEqual({
      problem: null,
    });
    const html = await card;
    expect(html).toContain('<b>ada</b> used <span class="mention">/flip</span>');
    expect(html).toContain('border-left-color: #f0a030');
    expect(html).toContain('data-press="go"');
  });

  it('presses buttons, and passes on what the bot suggests', async () => {
    const discord = await aPageWithBot();
    await onPage(discord, 'command', { line: '/flip symbol:BTC' });
    const messageId = discord.messages(firstChannel(discord))[0]?.id;
    expect(await onPage(discord, 'press', { messageId, customId: 'go' })).toEqual({
      problem: null,
    });
    expect(discord.messages(firstChannel(discord))[0]?.content).toBe('pressed');
    expect(await onPage(discord, 'suggest', { line: '/flip symbol:E' })).toEqual({
      suggestions: [{ line: '/flip symbol:ETH ', label: 'ETH', description: 'symbol' }],
    });
  });

  it('says why a line did nothing', async () => {
    const discord = await aPageWithBot();
    const reply = await onPage(discord, 'command', { line: '/flip' });
    expect(reply).toEqual({ problem: 'the option "symbol" is required' });
  });

  it('does nothing for a form of another site or under another name', async () => {
    const discord = await aPageWithBot();
    const form = await fetch(`${discord.pageUrl}page/command`, {
      method: 'POST',
      headers: { 'content-type': 'text/plain' },
      body: JSON.stringify({ channelId: firstChannel(discord), line: '/flip symbol:BTC' }),
    });
    expect(form.status).toBe(404);
    expect(discord.messages(firstChannel(discord))).toEqual([]);
  });
});
