import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, expect, test, vi } from 'vitest';
import { readInputFile } from '../../src/cli/input-file.ts';

const folder = mkdtempSync(join(tmpdir(), 'hedgeflow-input-'));
afterAll(() => rmSync(folder, { recursive: true }));

function aFile(name: string, content: string | Buffer): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test('a gzipped file reads like the plain one, whatever its name', async () => {
  const text = '[{"S": 100, "name": "Straße"}]';
  const plain = await readInputFile(aFile('plain.json', text));
  const packed = await readInputFile(aFile('packed.json', gzipSync(text)));
  expect(plain).toEqual({ ok: true, value: text });
  expect(packed).toEqual(plain);
});

test('a relative path starts at the folder the command was typed in', async () => {
  aFile('here.json', '[]');
  vi.stubEnv('INIT_CWD', folder);
  try {
    expect(await readInputFile('here.json')).toEqual({ ok: true, value: '[]' });
  } finally {
    vi.unstubAllEnvs();
  }
});

const gzipped = gzipSync('[1, 2, 3, 4, 5, 6, 7, 8]');

test.each([
  ['a missing file', () => join(folder, 'nowhere.json'), 'nowhere.json does not exist'],
  ['a folder', () => folder, /is not a file$/],
  [
    'a cut-off gzip file',
    () => aFile('cut.gz', gzipped.subarray(0, 20)),
    'cut.gz is a damaged gzip file',
  ],
  [
    'bytes that are not text',
    () => aFile('bytes.json', Buffer.from([0x5b, 0xff, 0xfe, 0x5d])),
    'bytes.json is not UTF-8 text',
  ],
])('%s is refused in one sentence', async (_, path, sentence) => {
  expect(await readInputFile(path())).toEqual({
    ok: false,
    failure: typeof sentence === 'string' ? sentence : expect.stringMatching(sentence),
  });
});
