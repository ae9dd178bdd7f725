import type { Problem } from '../problem.ts';
import type { DraftLimit } from './draft.ts';

/** Default for a server without boosts. */
const FILE_BYTES_MAX = 10 * 1024 * 1024;
const FILES_MAX = 10;
const SCHEME = 'attachment://';

/** Files that are too many, too large or not described by an upload, and pictures of files that are not attached. */
export const attachments: DraftLimit = (draft) => [
  ...tooManyOrLarge(draft),
  ...notesWithoutFile(draft),
  ...picturesWithoutFile(draft),
];

const tooManyOrLarge: DraftLimit = ({ uploads, filenames }) => [
  ...(filenames.length <= FILES_MAX
    ? []
    : [problem(['attachments'], `${filenames.length} files, at most ${FILES_MAX} are allowed`)]),
  ...uploads
    .filter((upload) => upload.bytes.byteLength > FILE_BYTES_MAX)
    .map((upload) =>
      problem(['files', upload.index], `${upload.bytes.byteLength} bytes, over ${FILE_BYTES_MAX}`),
    ),
];

/** A short id is the n of `files[n]`; a long one is a file that an edit keeps. */
const notesWithoutFile: DraftLimit = ({ body, uploads, isEdit }) =>
  (body.attachments ?? []).flatMap((note, at) => {
    const isUploaded = uploads.some((upload) => String(upload.index) === note.id);
    const isKept = isEdit && note.id.length > 2;
    return isUploaded || isKept ? [] : [problem(['attachments', at, 'id'], 'no such file')];
  });

const picturesWithoutFile: DraftLimit = ({ body, filenames }) =>
  (body.embeds ?? []).flatMap((embed, at) => {
    const places = [
      { path: ['image', 'url'], url: embed.image?.url },
      { path: ['thumbnail', 'url'], url: embed.thumbnail?.url },
      { path: ['footer', 'icon_url'], url: embed.footer?.icon_url },
      { path: ['author', 'icon_url'], url: embed.author?.icon_url },
    ];
    return places
      .filter(({ url }) => url?.startsWith(SCHEME) === true)
      .filter(({ url }) => !filenames.includes(url?.slice(SCHEME.length) ?? ''))
      .map(({ path, url }) => problem(['embeds', at, ...path], `${url} names no attached file`));
  });

function problem(path: readonly (string | number)[], message: string): Problem {
  return { path, code: 'ATTACHMENT_INVALID', message };
}
