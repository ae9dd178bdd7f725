import { MessageCreateRequestSchema } from 'discord-api-spec/zod';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Message, sentence } from '../../src/core/text/message.ts';
import type { Picture } from '../../src/discord/picture.ts';
import { type Payload, renderMessage } from '../../src/discord/render.ts';

const LIVE = { picture: { kind: 'none' }, provenance: 'live', mentionRoleId: null } as const;

const text = (maxLength: number) =>
  fc.oneof(
    fc.string({ unit: 'grapheme', maxLength }),
    fc.string({ unit: 'binary', maxLength }),
    fc
      .tuple(fc.constantFrom('a', '😀', '\u{1F9EA}', '\uD83D', ' ', '**'), fc.nat(maxLength))
      .map(([part, count]) => part.repeat(count)),
  );

const buttons = fc.array(
  fc.record({
    action: fc.constantFrom(
      'flip',
      'gex',
      'flow',
      'flow-2',
      'flow+2',
      'by-hour',
      'levels',
      'help',
      'share:flip',
      'share:flow',
    ),
    label: text(120),
    symbol: text(120),
  }),
  { maxLength: 40 },
);

const messages: fc.Arbitrary<Message> = fc.record({
  content: text(4_000),
  embed: fc.option(
    fc.record({
      title: text(600),
      lines: fc.array(text(1_500), { maxLength: 12 }),
      footer: text(4_000),
      tone: fc.constantFrom('long', 'short', 'none'),
    }),
  ),
  chart: fc.constant(null),
  buttons,
});

const pictures: fc.Arbitrary<Picture> = fc.oneof(
  fc.constant({ kind: 'none' as const }),
  fc.record({ kind: fc.constant('failed' as const), reason: text(900) }),
  fc.record({
    kind: fc.constant('drawn' as const),
    png: fc.constant(new Uint8Array([1])),
    alt: text(3_000),
  }),
);

const options = fc.record({
  picture: pictures,
  provenance: fc.constantFrom('live', 'simulated'),
  mentionRoleId: fc.option(fc.constant('123456789012345678')),
});

function embedLength({ body }: Payload): number {
  const [embed] = body.embeds;
  const parts = [embed?.title, embed?.description, embed?.footer?.text];
  return parts.reduce((sum, part) => sum + (part?.length ?? 0), 0);
}

function everyText({ body }: Payload): readonly string[] {
  const [embed] = body.embeds;
  return [
    body.content,
    ...[embed?.title, embed?.description, embed?.footer?.text].filter((part) => part !== undefined),
    ...body.attachments.map(({ description }) => description),
    ...body.components.flatMap(({ components }) =>
      components.map((button) => ('label' in button ? (button.label ?? '') : '')),
    ),
  ];
}

describe('a rendered message', () => {
  it('is within every limit of Discord, whatever the text', () => {
    fc.assert(
      fc.property(messages, options, (message, how) => {
        const payload = renderMessage(message, how);
        const { content, embeds, components } = payload.body;
        expect(MessageCreateRequestSchema.safeParse(payload.body).success).toBe(true);
        expect(content.length).toBeLessThanOrEqual(2_000);
        expect(content.trim()).not.toBe('');
        expect(embedLength(payload)).toBeLessThanOrEqual(6_000);
        expect(components.length).toBeLessThanOrEqual(5);
        for (const row of components) expect(row.components.length).toBeLessThanOrEqual(5);
        for (const { title, description, footer } of embeds)
          for (const part of [title, description, footer?.text]) expect(part?.trim()).not.toBe('');
        for (const part of everyText(payload)) expect(part.isWellFormed()).toBe(true);
        const ids = components.flatMap((row) =>
          row.components.map((button) => ('custom_id' in button ? button.custom_id : '')),
        );
        expect(new Set(ids).size).toBe(ids.length);
      }),
      { numRuns: 400 },
    );
  });

  it('mentions nobody but the one role it was told to', () => {
    fc.assert(
      fc.property(messages, options, (message, how) => {
        const { allowed_mentions } = renderMessage(message, how).body;
        expect(allowed_mentions.parse).toEqual([]);
        expect(allowed_mentions.roles ?? []).toEqual(
          how.mentionRoleId === null ? [] : [how.mentionRoleId],
        );
      }),
      { numRuns: 50 },
    );
  });

  it('marks simulated prices in the second line and at the head of the footer, however long the text', () => {
    fc.assert(
      fc.property(messages, pictures, (message, picture) => {
        const how = { picture, provenance: 'simulated', mentionRoleId: '1' } as const;
        const { content, embeds } = renderMessage(message, how).body;
        expect(content).toContain('\nSIMULATED: practice market, invented prices');
        expect(content.endsWith('\n<@&1>')).toBe(true);
        for (const { footer } of embeds) expect(footer?.text).toMatch(/^SIMULATED · /);
      }),
      { numRuns: 100 },
    );
  });

  it('says in its last line why a chart is missing, also where the text is cut', () => {
    const message: Message = {
      ...sentence('BTC 71,240.'),
      embed: { title: 'BTC', lines: ['x'.repeat(9_000)], footer: 'Not advice.', tone: 'short' },
    };
    const picture = { kind: 'failed', reason: 'drawing took too long' } as const;
    const [embed] = renderMessage(message, { ...LIVE, picture }).body.embeds;
    expect(embed?.description?.split('\n').at(-1)).toBe('Chart not drawn: drawing took too long');
    expect(embed?.description).toContain('[cut]');
  });

  it('leaves a short message as it is', () => {
    const message: Message = {
      content: 'BTC 71,240, 940 below its gamma flip 72,180.',
      embed: { title: 'BTC', lines: ['one', 'two'], footer: 'Not advice.', tone: 'short' },
      chart: null,
      buttons: [{ action: 'share:flip', label: 'Share', symbol: 'BTC' }],
    };
    const { body } = renderMessage(message, LIVE);
    expect(body.content).toBe(message.content);
    expect(body.embeds).toMatchObject([
      { title: 'BTC', description: 'one\ntwo', footer: { text: 'Not advice.' } },
    ]);
    expect(body.components).toMatchObject([
      { components: [{ custom_id: 'v1:share:flip:BTC', label: 'Share' }] },
    ]);
  });
});
