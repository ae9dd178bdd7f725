import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { Log, LogFields } from '../../src/log.ts';
import { openStore } from '../../src/store/sqlite/open.ts';
import type { Retention } from '../../src/store/sqlite/retention.ts';
import { describeStoreFailure } from '../../src/store/sqlite/store-failure.ts';
import type { Store } from '../../src/store/store.ts';

/** A folder of its own that the test leaves behind for nobody. */
export function aFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'hedgeflow-store-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** A log that keeps what it is told, but for what only a debugger reads. */
export function aLog(): Log & { readonly lines: { event: string; fields: LogFields }[] } {
  const lines: { event: string; fields: LogFields }[] = [];
  const keep = (event: string, fields: LogFields = {}) => void lines.push({ event, fields });
  return { lines, debug: () => {}, info: keep, warn: keep, error: keep };
}

/** Opens a store, or fails with the operator's sentence. */
export async function openOrThrow(path: string, retention?: Retention): Promise<Store> {
  const opened = await openStore({ path, log: aLog(), ...(retention && { retention }) });
  if (!opened.ok) throw new Error(describeStoreFailure(opened.failure));
  return opened.value;
}

/** An open store in a file of its own, closed after the test. */
export async function aStoredFile(retention?: Retention): Promise<{ path: string; store: Store }> {
  const path = join(aFolder(), 'bot.db');
  const store = await openOrThrow(path, retention);
  onTestFinished(() => store.close());
  return { path, store };
}
