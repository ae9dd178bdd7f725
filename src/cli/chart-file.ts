import { createCharts } from '../charts/renderer.ts';
import { fail, type Result } from '../core/result.ts';
import type { Chart } from '../core/text/chart.ts';
import { writeOutputFile } from './output-file.ts';

/** The renderer has a deadline of its own; this one is for waiting altogether. */
const WAIT_MS_MAX = 20_000;

/**
 * Draws a chart into a PNG file, relative to the folder the command was typed in. A failure is one sentence for
 * standard error.
 */
export async function writeChart(chart: Chart, path: string): Promise<Result<null, string>> {
  const charts = createCharts({ simulated: false });
  const drawn = await charts.render(chart, AbortSignal.timeout(WAIT_MS_MAX));
  await charts.close();
  if (!drawn.ok) return fail(`the chart was not drawn: ${drawn.failure.detail}`);
  return writeOutputFile(path, drawn.value, 'replace');
}
