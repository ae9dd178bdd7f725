import type { Chart } from '../core/text/chart.ts';

/** What the drawing thread is asked for; one at a time. */
export type DrawRequest = {
  readonly id: number;
  readonly chart: Chart;
  readonly simulated: boolean;
};

/** What it answers: a PNG, or why there is none. */
export type DrawReply =
  | { readonly id: number; readonly kind: 'drawn'; readonly png: Uint8Array }
  | { readonly id: number; readonly kind: 'failed'; readonly detail: string };
