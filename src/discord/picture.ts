import type { ChartFailure, Charts } from '../charts/charts.ts';
import type { Chart } from '../core/text/chart.ts';

/** The chart of a message as it goes out: drawn, absent, or why it could not be drawn. */
export type Picture =
  | { readonly kind: 'none' }
  | { readonly kind: 'drawn'; readonly png: Uint8Array; readonly alt: string }
  | { readonly kind: 'failed'; readonly reason: string };

function reasonOf(failure: ChartFailure): string {
  switch (failure.kind) {
    case 'busy':
      return 'too many charts at once, ask again in a moment';
    case 'timeout':
      return 'drawing took too long, ask again in a moment';
    case 'crashed':
      return 'the drawing process failed and was restarted';
    case 'stopped':
      return 'the bot is being stopped';
  }
}

/** Draws a message's chart, if it has one; a failure is a sentence for the reader, never a reason not to send. */
export async function drawPicture(
  charts: Charts,
  chart: Chart | null,
  signal: AbortSignal,
): Promise<Picture> {
  if (chart === null) return { kind: 'none' };
  const drawn = await charts.render(chart, signal);
  if (!drawn.ok) return { kind: 'failed', reason: reasonOf(drawn.failure) };
  return { kind: 'drawn', png: drawn.value, alt: chart.alt };
}
