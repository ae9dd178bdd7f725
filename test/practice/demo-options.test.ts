import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const demo = join(import.meta.dirname, '..', '..', 'practice', 'demo.ts');

it('the demo names an option that it does not have in one line', async () => {
  const shown = await promisify(execFile)(process.execPath, [demo, '--foo']).catch(
    (error: unknown) => error,
  );
  expect(shown).toMatchObject({
    code: 78,
    stdout: '',
    stderr: expect.stringMatching(/^[^\n]*--foo[^\n]*--once[^\n]*\n$/),
  });
});
