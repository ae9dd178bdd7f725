import type { IncomingMessage } from 'node:http';
import type { Upload } from '../limits/draft.ts';

/** Discord's limit for a whole request. */
const REQUEST_BYTES_MAX = 25 * 1024 * 1024;

export type RequestBody =
  | { readonly kind: 'body'; readonly json: unknown; readonly uploads: readonly Upload[] }
  | { readonly kind: 'too-large' | 'malformed' };

/** Reads a request's JSON, or the `payload_json` and `files[n]` of a multipart form. */
export async function readBody(request: IncomingMessage): Promise<RequestBody> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    if (!(chunk instanceof Buffer)) continue;
    size += chunk.byteLength;
    if (size <= REQUEST_BYTES_MAX) chunks.push(chunk);
  }
  if (size > REQUEST_BYTES_MAX) return { kind: 'too-large' };
  const bytes = Buffer.concat(chunks);
  const contentType = request.headers['content-type'] ?? '';
  try {
    if (contentType.startsWith('multipart/form-data')) return await readForm(bytes, contentType);
    if (bytes.byteLength === 0) return { kind: 'body', json: undefined, uploads: [] };
    return { kind: 'body', json: JSON.parse(bytes.toString('utf8')), uploads: [] };
  } catch {
    return { kind: 'malformed' };
  }
}

async function readForm(bytes: Buffer<ArrayBuffer>, contentType: string): Promise<RequestBody> {
  const form = await new Response(bytes, { headers: { 'content-type': contentType } }).formData();
  const payload = form.get('payload_json');
  if (typeof payload !== 'string') return { kind: 'malformed' };
  const uploads: Upload[] = [];
  for (const [name, part] of form) {
    const index = /^files\[(\d+)\]$/.exec(name)?.[1];
    if (index === undefined || typeof part === 'string') continue;
    uploads.push({
      index: Number(index),
      filename: part.name,
      contentType: part.type,
      bytes: new Uint8Array(await part.arrayBuffer()),
    });
  }
  return { kind: 'body', json: JSON.parse(payload), uploads };
}
