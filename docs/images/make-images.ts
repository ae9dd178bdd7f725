// Makes the README's picture: the demo's page at a phone's width, just after the morning summary has come.
// Needs Debian's chromium. Run: npx node docs/images/make-images.ts

import { execFile, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { promisify } from 'node:util';

const root = join(import.meta.dirname, '..', '..');
const picture = join(import.meta.dirname, 'summary.png');
/** Width of a phone, and the height that the summary with its buttons takes there. */
const WINDOW = '390,1100';
const CHROMIUM_MS_MAX = 60_000;

async function photograph(url: string): Promise<void> {
  const profile = mkdtempSync(join(tmpdir(), 'hedgeflow-picture-'));
  try {
    await promisify(execFile)(
      'chromium',
      [
        '--headless=new',
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--force-device-scale-factor=2',
        `--user-data-dir=${profile}`,
        `--window-size=${WINDOW}`,
        '--virtual-time-budget=4000',
        `--screenshot=${picture}`,
        url,
      ],
      { timeout: CHROMIUM_MS_MAX },
    );
  } finally {
    rmSync(profile, { recursive: true, force: true });
  }
}

const demo = spawn(process.execPath, ['practice/demo.ts'], { cwd: root, stdio: 'pipe' });
let url = '';
for await (const line of createInterface({ input: demo.stdout })) {
  url = /page\s+(http:\S+)/.exec(line)?.[1] ?? url;
  if (!/morning|summary:.* sent/.test(line) || !line.includes('sent')) continue;
  await photograph(url);
  break;
}
demo.kill('SIGINT');
await once(demo, 'exit');
