import { writeFile } from 'node:fs/promises';
import { resolve } from 'node:path';
import { createCharts } from '../charts/renderer.ts';
import { invocationFolder } from '../config.ts';
import { fail, ok, type Result } from '../core/result.ts';
import type { Chart } from '../core/text/chart.ts';
import { errorCode } from './input-file.ts';

/** The renderer has a deadline of its own; this one is for waiting altogether. */
const WAIT_MS_MAX = 20_000;

const REASONS: Readonly<Record<string, string>> = {
  ENOENT: 'its folder does not exist',
  ENOTDIR: 'its folder is a file',
  EISDIR: 'it is a folder',
  EACCES: 'access is denied',
  EPERM: 'access is denied',
  EROFS: 'its file system is read-only',
  ENOSPC: 'the disk is full',
};

/**
 * Draws a chart into a PNG file, relative to the folder the command was typed in. A failure is one sentence for
 * standard error.
 */
export async function writeChart(chart: Chart, path: string): Promise<Result<null, string>> {
  const charts = createCharts({ simulated: false });
  const drawn = await charts.render(chart, AbortSignal.timeout(WAIT_MS_MAX));
  await charts.close();
  if (!drawn.ok) return fail(`the chart was not drawn: ${drawn.failure.detail}`);
  try {
    await writeFile(resolve(invocationFolder(), path), drawn.value);
    return ok(null);
  } catch (error) {
    const code = errorCode(error);
    return fail(`${path} cannot be written: ${REASONS[code] ?? code}`);
  }
}
