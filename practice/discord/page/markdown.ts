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

/** Backslashed characters leave as entities, so that no later rule sees them. */
function marked(text: string, names: Names): string {
  const shielded = escapeHtml(text).replace(
    /\\([\\*_~`|>#\-[\]()])/g,
    (_, sign: string) => `&#${sign.charCodeAt(0)};`,
  );
  return shielded
    .replace(/&lt;t:(-?\d{1,13})(?::([tTdDfFR]))?&gt;/g, (_, unix: string, style?: string) =>
      timeElement(Number(unix) * 1_000, style ?? 'f'),
    )
    .replace(/&lt;@&amp;(\d+)&gt;/g, (_, id: string) => mention(`@${names.roles.get(id) ?? id}`))
    .replace(/&lt;@!?(\d+)&gt;/g, (_, id: string) => mention(`@${names.users.get(id) ?? id}`))
    .replace(/&lt;#(\d+)&gt;/g, (_, id: string) => mention(`#${names.channels.get(id) ?? id}`))
    .replace(/\[([^\]]+)\]\((https?:\/\/[^)\s]+)\)/g, '<a href="$2" rel="noreferrer">$1</a>')
    .replace(/\*\*(.+?)\*\*/g, '<strong>$1</strong>')
    .replace(/__(.+?)__/g, '<u>$1</u>')
    .replace(/\*(.+?)\*/g, '<em>$1</em>')
    .replace(/\b_(.+?)_\b/g, '<em>$1</em>')
    .replace(/~~(.+?)~~/g, '<s>$1</s>');
}

function mention(name: string): string {
  return `<span class="mention">${escapeHtml(name)}</span>`;
}

/** The largest date that JavaScript can name. */
const TIME_MS_MAX = 8.64e15;

/** A moment in UTC; the page's script rewrites it in the reader's own zone and keeps relative ones ticking. */
export function timeElement(atMs: number, style: string): string {
  if (Math.abs(atMs) > TIME_MS_MAX) return 'Invalid date';
  const utc = new Date(atMs).toISOString();
  return `<time datetime="${utc}" data-style="${style}">${utc.slice(0, 16).replace('T', ' ')} UTC</time>`;
}
