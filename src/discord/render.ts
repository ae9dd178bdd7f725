import {
  type APIActionRowComponent,
  type APIButtonComponent,
  type APIEmbed,
  ButtonStyle,
  ComponentType,
  type RawFile,
} from 'discord.js';
import type { Button, Embed, Message, Tone } from '../core/text/message.ts';
import { buttonId } from './button-id.ts';
import { clip } from './clip.ts';
import type { Picture } from './picture.ts';

/** Where the prices come from; simulated ones are marked on every message. */
export type Provenance = 'live' | 'simulated';

/** A message as Discord's API takes it, for a new one as well as for an edit. */
export type Payload = {
  readonly body: {
    readonly content: string;
    readonly embeds: readonly APIEmbed[];
    readonly components: readonly APIActionRowComponent<APIButtonComponent>[];
    readonly attachments: readonly { id: string; filename: string; description: string }[];
    readonly allowed_mentions: { readonly parse: readonly []; readonly roles?: readonly string[] };
  };
  readonly files: RawFile[];
};

export type RenderOptions = {
  readonly picture: Picture;
  readonly provenance: Provenance;
  readonly mentionRoleId: string | null;
};

/** Discord's published limits for messages, in characters or pieces. */
const LIMITS = {
  content: 2_000,
  title: 256,
  description: 4_096,
  footer: 2_048,
  embedTotal: 6_000,
  altText: 1_024,
  buttonLabel: 80,
  customId: 100,
  buttonsPerRow: 5,
  rows: 5,
};

const CHART_FILE = 'chart.png';
const SIMULATED_LINE = 'SIMULATED: practice market, invented prices';
const SIMULATED_FOOTER = 'SIMULATED · ';
/** Discord refuses a message with nothing in it; reaching this is a bug of ours that still must not lose an alert. */
const NO_TEXT = '(no text)';

/** Blue and amber stay apart for colour-blind readers; red and green would be taken for down and up. */
const COLOURS: Readonly<Record<Tone, number>> = {
  long: 0x3b82f6,
  short: 0xf59e0b,
  none: 0x6b7280,
};

function contentOf(
  message: Message,
  { picture, provenance, mentionRoleId }: RenderOptions,
): string {
  const below = [
    ...(provenance === 'simulated' ? [SIMULATED_LINE] : []),
    ...(message.embed === null && picture.kind === 'failed' ? [notDrawn(picture.reason)] : []),
    ...(mentionRoleId === null ? [] : [`<@&${mentionRoleId}>`]),
  ];
  const tail = below.map((line) => `\n${line}`).join('');
  return `${clip(message.content, LIMITS.content - tail.length)}${tail}`;
}

function notDrawn(reason: string): string {
  return `Chart not drawn: ${clip(reason, 200)}`;
}

function embedOf(embed: Embed, { picture, provenance }: RenderOptions): APIEmbed {
  const title = clip(embed.title, LIMITS.title);
  const mark = provenance === 'simulated' ? SIMULATED_FOOTER : '';
  const footer = clip(`${mark}${embed.footer}`, LIMITS.footer);
  const lastLine = picture.kind === 'failed' ? `\n${notDrawn(picture.reason)}` : '';
  const room = Math.min(LIMITS.description, LIMITS.embedTotal - title.length - footer.length);
  const description = `${clip(embed.lines.join('\n'), room - lastLine.length)}${lastLine}`;
  return {
    color: COLOURS[embed.tone],
    ...(title.trim() === '' ? {} : { title }),
    ...(description.trim() === '' ? {} : { description }),
    ...(footer.trim() === '' ? {} : { footer: { text: footer } }),
    ...(picture.kind === 'drawn' ? { image: { url: `attachment://${CHART_FILE}` } } : {}),
  };
}

function buttonOf({ action, label, symbol }: Button): APIButtonComponent {
  return {
    type: ComponentType.Button,
    style: ButtonStyle.Secondary,
    custom_id: buttonId(action, symbol),
    label: clip(label, LIMITS.buttonLabel),
  };
}

function rowsOf(buttons: readonly Button[]): APIActionRowComponent<APIButtonComponent>[] {
  const byId = new Map(
    buttons
      .filter(({ label }) => label.trim() !== '')
      .map((button) => [buttonId(button.action, button.symbol), button]),
  );
  const accepted = [...byId]
    .filter(([id]) => id.length <= LIMITS.customId)
    .map(([, button]) => buttonOf(button))
    .slice(0, LIMITS.buttonsPerRow * LIMITS.rows);
  const rowCount = Math.ceil(accepted.length / LIMITS.buttonsPerRow);
  return Array.from({ length: rowCount }, (_, row) => ({
    type: ComponentType.ActionRow,
    components: accepted.slice(row * LIMITS.buttonsPerRow, (row + 1) * LIMITS.buttonsPerRow),
  }));
}

/**
 * Turns a message into a payload within Discord's limits: too much is cut with a visible marker, never refused. It
 * mentions nobody but the one role given.
 */
export function renderMessage(message: Message, options: RenderOptions): Payload {
  const { picture, mentionRoleId } = options;
  const embed = message.embed === null ? null : embedOf(message.embed, options);
  const content = contentOf(message, options);
  const alt = picture.kind === 'drawn' ? clip(picture.alt, LIMITS.altText) : '';
  return {
    body: {
      content: content.trim() === '' ? NO_TEXT : content,
      embeds: embed === null || Object.keys(embed).length === 1 ? [] : [embed],
      components: rowsOf(message.buttons),
      attachments:
        picture.kind === 'drawn' ? [{ id: '0', filename: CHART_FILE, description: alt }] : [],
      allowed_mentions:
        mentionRoleId === null ? { parse: [] } : { parse: [], roles: [mentionRoleId] },
    },
    files:
      picture.kind === 'drawn'
        ? [{ name: CHART_FILE, data: Buffer.from(picture.png), contentType: 'image/png' }]
        : [],
  };
}
