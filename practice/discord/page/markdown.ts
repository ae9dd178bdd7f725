/** Names that mentions stand for. */
export type Names = {
  readonly roles: ReadonlyMap<string, string>;
  readonly users: ReadonlyMap<string, string>;
  readonly channels: ReadonlyMap<string, string>;
};

/** Text that is safe inside an HTML element or attribute. */
export function escapeHtml(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}

/** Discord's markdown as HTML: code, emphasis, quotes, lists, headings, links, times and mentions. */
export function markdown(text: string, names: Names): string {
  return text
    .split(/(```[\s\S]*?```)/)
    .map((part, index) => (index % 2 === 1 ? codeBlock(part) : lines(part, names)))
    .join('');
}

function codeBlock(fenced: string): string {
  const code = fenced.slice(3, -3).replace(/^\w*\n/, '');
  return `<pre><code>${escapeHtml(code.replace(/\n$/, ''))}</code></pre>`;
}

/** A line that opens like this is a block of its own. */
const BLOCKS = [
  { pattern: /^(#{1,3}) (.*)$/, html: (body: string) => `<h4>${body}</h4>` },
  { pattern: /^(-#) (.*)$/, html: (body: string) => `<small>${body}</small>` },
  { pattern: /^(>) (.*)$/, html: (body: string) => `<blockquote>${body}</blockquote>` },
  { pattern: /^\s*([-*]) (.*)$/, html: (body: string) => `<p class="item">${body}</p>` },
] as const;

function lines(text: string, names: Names): string {
  const trimmed = text.replace(/^\n|\n$/g, '');
  if (trimmed === '') return '';
  return trimmed
    .split('\n')
    .map((line) => {
      for (const { pattern, html } of BLOCKS) {
        const body = pattern.exec(line)?.[2];
        if (body !== undefined) return html(inline(body, names));
      }
      return `<p>${inline(line, names)}</p>`;
    })
    .join('');
}

function inline(text: string, names: Names): string {
  return text
    .split(/(`[^`]+`)/)
    .map((part, index) =>
      index % 2 === 1 ? `<code>${escapeHtml(part.slice(1, -1))}</code>` : marked(part, names),
    )
    .join('');
}

/** A character of Unicode's private area: nobody writes it, and Discord has no meaning for it. */
const ASIDE = '\ue000';
const NUMBERED = /\ue000(\d+)\ue000/g;

/** What is finished is put aside under a number, so that no later rule reads inside it. */
function marked(text: string, names: Names): string {
  const finished: string[] = [];
  const keep = (html: string) => `${ASIDE}${finished.push(html) - 1}${ASIDE}`;
  const restored = (html: string): string =>
    html.replace(NUMBERED, (_, at: string) => restored(finished[Number(at)] ?? ''));
  const html = escapeHtml(text.replaceAll(ASIDE, ''))
    .replace(/\\([\\*_~`|#\-[\]()])/g, (_, sign: string) => keep(sign))
    .replace(/&lt;t:(-?\d{1,13})(?::([tTdDfFR]))?&gt;/g, (_, unix: string, style?: string) =>
      keep(timeElement(Number(unix) * 1_000, style ?? 'f')),
    )
    .replace(/&lt;@&amp;(\d+)&gt;/g, (_, id: string) => keep(mention('@', names.roles.get(id), id)))
    .replace(/&lt;@!?(\d+)&gt;/g, (_, id: string) => keep(mention('@', names.users.get(id), id)))
    .replace(/&lt;#(\d+)&gt;/g, (_, id: string) => keep(mention('#', names.channels.get(id), id)))
    .replace(/\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g, (_, label: string, url: string) =>
      keep(`<a href="${url}" rel="noreferrer">${label}</a>`),
    )
    .replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
    .replace(/__(.+?)__/g, '<u>$1</u>')
    .replace(/\*(.+?)\*/g, '<em>$1</em>')
    .replace(/\b_(.+?)_\b/g, '<em>$1</em>')
    .replace(/~~(.+?)~~/g, '<s>$1</s>');
  return restored(html);
}

function mention(sign: string, name: string | undefined, id: string): string {
  return `<span class="mention">${sign}${escapeHtml(name ?? id)}</span>`;
}

/** The largest date that JavaScript can name. */
const TIME_MS_MAX = 8.64e15;

/** A moment in UTC; the page's script rewrites it in the reader's own zone and keeps relative ones ticking. */
export function timeElement(atMs: number, style: string): string {
  if (Math.abs(atMs) > TIME_MS_MAX) return 'Invalid date';
  const utc = new Date(atMs).toISOString();
  return `<time datetime="${utc}" data-style="${style}">${utc.slice(0, 16).replace('T', ' ')} UTC</time>`;
}
