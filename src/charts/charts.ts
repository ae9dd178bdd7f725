import type { Result } from '../core/result.ts';
import type { Chart } from '../core/text/chart.ts';

export type ChartFailure = {
  readonly kind: 'timeout' | 'busy' | 'crashed' | 'stopped';
  readonly detail: string;
};

/** Draws charts off the event loop. */
export interface Charts {
  /** A PNG, 1,920 × 1,200 pixels, dark background, marked SIMULATED where the renderer was told so. */
  render(chart: Chart, signal: AbortSignal): Promise<Result<Uint8Array, ChartFailure>>;
  close(): Promise<void>;
}
