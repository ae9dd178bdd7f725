import type { PracticeAttachment, PracticeMessage } from '../practice-discord.ts';
import { componentType, messageFlags, type WireComponent, type WireEmbed } from '../wire.ts';
import { escapeHtml, markdown, type Names, timeElement } from './markdown.ts';

/** Discord's names for the styles of buttons, by number. */
const BUTTON_STYLES = ['', 'primary', 'secondary', 'success', 'danger', 'link', 'premium'];

/** A message as HTML, as a person in the channel sees it. */
export function messageCard(message: PracticeMessage, names: Names): string {
  const isEphemeral = (message.flags & messageFlags.ephemeral) !== 0;
  const isLoading = (message.flags & messageFlags.loading) !== 0;
  const author = names.users.get(message.authorId) ?? 'bot';
  const classes = [
    'message',
    ...(isEphemeral ? ['ephemeral'] : []),
    ...(message.mentionedRoleIds.length > 0 ? ['mentioned'] : []),
  ];
  return `<article class="${classes.join(' ')}" id="m${message.id}">
${originLine(message, names)}
<div class="avatar" aria-hidden="true">${escapeHtml(author.slice(0, 1).toUpperCase())}</div>
<div class="body">
<header><b class="author">${escapeHtml(author)}</b> <span class="tag">APP</span> ${timeElement(message.atMs, 'm')}</header>
${isLoading ? `<p class="thinking">${escapeHtml(author)} is thinking…</p>` : ''}
<div class="content">${markdown(message.content, names)}${editedMark(message)}</div>
${message.embeds.map((embed) => embedCard(embed, message, names)).join('')}
${looseFiles(message).map(file).join('')}
${message.components.map((component) => row(component, message)).join('')}
${isEphemeral ? '<footer class="hint">Only you can see this</footer>' : ''}
</div>
</article>`;
}

function originLine({ answers }: PracticeMessage, names: Names): string {
  if (answers === null) return '';
  const user = escapeHtml(names.users.get(answers.userId) ?? 'someone');
  const label = escapeHtml(answers.label);
  const deed = answers.kind === 'command' ? 'used' : 'pressed';
  return `<p class="origin"><b>${user}</b> ${deed} <span class="mention">${label}</span></p>`;
}

function editedMark({ editedAtMs }: PracticeMessage): string {
  if (editedAtMs === null) return '';
  return `<small class="edited" title="${new Date(editedAtMs).toISOString()}">(edited)</small>`;
}

function embedCard(embed: WireEmbed, message: PracticeMessage, names: Names): string {
  const color = (embed.color ?? 0x1e1f22).toString(16).padStart(6, '0');
  const fields = (embed.fields ?? [])
    .map(
      ({ name, value, inline }) =>
        `<div class="field${inline === true ? ' inline' : ''}"><b>${markdown(name, names)}</b>${markdown(value, names)}</div>`,
    )
    .join('');
  const footer = [
    embed.footer?.text ? `<span>${escapeHtml(embed.footer.text)}</span>` : '',
    embed.timestamp ? timeElement(Date.parse(embed.timestamp), 'm') : '',
  ].filter((part) => part !== '');
  return `<section class="embed" style="border-left-color: #${color}">
${embed.author ? `<p class="embed-author">${escapeHtml(embed.author.name)}</p>` : ''}
${embed.title ? `<h3>${markdown(embed.title, names)}</h3>` : ''}
${embed.description ? `<div class="description">${markdown(embed.description, names)}</div>` : ''}
${fields === '' ? '' : `<div class="fields">${fields}</div>`}
${embed.image?.url ? picture(embed.image.url, altText(embed.image.url, message)) : ''}
${footer.length === 0 ? '' : `<footer>${footer.join(' • ')}</footer>`}
</section>`;
}

function altText(url: string, message: PracticeMessage): string {
  return message.attachments.find((attachment) => attachment.url === url)?.description ?? '';
}

function looseFiles(message: PracticeMessage): readonly PracticeAttachment[] {
  const shown = message.embeds.map((embed) => embed.image?.url);
  return message.attachments.filter((attachment) => !shown.includes(attachment.url));
}

function file(attachment: PracticeAttachment): string {
  const { url, description, filename, contentType } = attachment;
  return contentType.startsWith('image/')
    ? picture(url, description ?? '')
    : `<a class="file" href="${escapeHtml(url)}">${escapeHtml(filename)}</a>`;
}

function picture(url: string, alt: string): string {
  const source = escapeHtml(url);
  return `<a class="picture" href="${source}" target="_blank"><img src="${source}" alt="${escapeHtml(alt)}"></a>`;
}

function row(component: WireComponent, message: PracticeMessage): string {
  if (component.type !== componentType.row) return markdownless(component);
  const buttons = (component.components ?? []).map((child) => button(child, message)).join('');
  return `<div class="buttons">${buttons}</div>`;
}

/** Components of the second version that the bot does not use are shown by their text. */
function markdownless(component: WireComponent): string {
  return component.content ? `<p>${escapeHtml(component.content)}</p>` : '';
}

function button(component: WireComponent, message: PracticeMessage): string {
  const label = escapeHtml(component.label ?? '');
  const style = BUTTON_STYLES[component.style ?? 2] ?? 'secondary';
  if (component.url) {
    return `<a class="button ${style}" href="${escapeHtml(component.url)}" rel="noreferrer">${label}</a>`;
  }
  return `<button type="button" class="${style}" data-message="${message.id}" data-press="${escapeHtml(component.custom_id ?? '')}"${component.disabled ? ' disabled' : ''}>${label}</button>`;
}
