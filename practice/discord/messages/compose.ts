import type { Draft } from '../limits/draft.ts';
import type { PracticeAttachment, PracticeMessage } from '../practice-discord.ts';
import { type MessageBody, messageFlags, type WireComponent, type WireEmbed } from '../wire.ts';

export type Composition = Pick<
  PracticeMessage,
  'content' | 'embeds' | 'components' | 'attachments' | 'flags' | 'mentionedRoleIds'
>;

export type ComposeOptions = {
  readonly nextId: () => string;
  /** Address of an attachment's bytes. */
  readonly attachmentUrl: (id: string, filename: string) => string;
  readonly mentionableRoleIds: readonly string[];
};

/** What a new message starts from, and an edit would change. */
export const blankMessage: Composition = {
  content: '',
  embeds: [],
  components: [],
  attachments: [],
  flags: 0,
  mentionedRoleIds: [],
};

/** The message that results from a draft: what the body leaves out stays as it was. */
export function compose(draft: Draft, before: Composition, options: ComposeOptions): Composition {
  const { body } = draft;
  const attachments = composeAttachments(draft, before.attachments, options);
  const content = body.content === undefined ? before.content : (body.content ?? '').trim();
  const embeds =
    body.embeds === undefined
      ? before.embeds
      : (body.embeds ?? []).map((embed) => composeEmbed(embed, attachments));
  return {
    content,
    embeds,
    components: body.components === undefined ? before.components : numbered(body.components ?? []),
    attachments,
    flags: (before.flags & ~messageFlags.loading) | (body.flags ?? 0),
    mentionedRoleIds:
      body.content === undefined
        ? before.mentionedRoleIds
        : mentionedRoles(content, body, options.mentionableRoleIds),
  };
}

/** Files of an edit are added; a list of attachments names those that stay. */
export function keptAttachments(
  body: MessageBody,
  before: readonly PracticeAttachment[],
): readonly PracticeAttachment[] {
  const notes = body.attachments ?? null;
  if (notes === null) return before;
  return before.filter((attachment) => notes.some((note) => note.id === attachment.id));
}

function composeAttachments(
  draft: Draft,
  before: readonly PracticeAttachment[],
  options: ComposeOptions,
): readonly PracticeAttachment[] {
  const added = draft.uploads.map((upload) => {
    const note = draft.body.attachments?.find((it) => it.id === String(upload.index));
    const id = options.nextId();
    const filename = note?.filename ?? upload.filename;
    return {
      id,
      filename,
      description: note?.description ?? null,
      contentType: upload.contentType,
      bytes: upload.bytes,
      url: options.attachmentUrl(id, filename),
    };
  });
  return [...keptAttachments(draft.body, before), ...added];
}

function composeEmbed(embed: WireEmbed, attachments: readonly PracticeAttachment[]): WireEmbed {
  const resolved = <Media extends { url?: string | null | undefined }>(media: Media): Media => {
    const name = media.url?.startsWith('attachment://') ? media.url.slice(13) : null;
    const file = attachments.findLast((attachment) => attachment.filename === name);
    return file === undefined ? media : { ...media, url: file.url };
  };
  const { image, thumbnail, fields } = embed;
  return {
    ...embed,
    ...(image ? { image: resolved(image) } : {}),
    ...(thumbnail ? { thumbnail: resolved(thumbnail) } : {}),
    ...(fields ? { fields: fields.map((it) => ({ ...it, inline: it.inline ?? false })) } : {}),
  };
}

/** Discord numbers the components of a message from 1 in the order of reading. */
function numbered(components: readonly WireComponent[]): readonly WireComponent[] {
  let next = 0;
  const number = (component: WireComponent): WireComponent => {
    next += 1;
    const id = component.id ?? next;
    const children = component.components ?? null;
    return {
      ...component,
      id,
      ...(children === null ? {} : { components: children.map(number) }),
    };
  };
  return components.map(number);
}

function mentionedRoles(
  content: string,
  body: MessageBody,
  mentionable: readonly string[],
): readonly string[] {
  const named = [...content.matchAll(/<@&(\d+)>/g)].flatMap((match) => match[1] ?? []);
  const allowed = body.allowed_mentions ?? null;
  const isAllowed = (id: string) =>
    allowed === null || allowed.parse?.includes('roles') || allowed.roles?.includes(id);
  return [...new Set(named)].filter((id) => mentionable.includes(id) && isAllowed(id));
}
