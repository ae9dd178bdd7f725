import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';

const run = promisify(execFile);
const pathOf = (relative: string) => fileURLToPath(new URL(relative, import.meta.url));
const DOCUMENT = pathOf('../../../../shared/data/cboe/json_reconstructed/_SPX_2026-07-29.json.gz');

describe.skipIf(!existsSync(DOCUMENT))('whole SPX documents (../shared/data/cboe)', () => {
  it('30 in a row leave memory within 30 MB', async () => {
    const script = pathOf('../../support/cboe-memory-process.ts');
    const { stdout } = await run(process.execPath, ['--expose-gc', script, DOCUMENT]);
    expect(stdout).toMatch(/^-?[\d.]+(e-\d+)?\n$/);
    expect(Number(stdout)).toBeLessThan(30);
  }, 60_000);
});
