import type { CustomSeriesOption } from 'echarts';
import { COLOUR } from './theme.ts';

type Bar = {
  /** Place on the upright axis. */
  readonly at: number;
  readonly from: number;
  readonly to: number;
};

/** A bar of an amount too small to see keeps this width, so that it does not look like nothing. */
const WIDTH_MIN = 3;

/** Horizontal bars at their true place on a value axis, where a category axis would snap them to rows; blue to the right. */
export function bars(rows: readonly Bar[], height: number): CustomSeriesOption {
  return {
    type: 'custom',
    silent: true,
    z: 3,
    data: rows.map(({ at, from, to }) => [at, from, to]),
    renderItem: (_params, api) => {
      const [at, from, to] = [Number(api.value(0)), Number(api.value(1)), Number(api.value(2))];
      const [start = 0, y = 0] = api.coord([from, at]);
      const [end = 0] = api.coord([to, at]);
      const width = to === from ? 0 : Math.max(WIDTH_MIN, Math.abs(end - start));
      return {
        type: 'rect',
        shape: { x: to < from ? start - width : start, y: y - height / 2, width, height },
        style: { fill: to < from ? COLOUR.short : COLOUR.long },
      };
    },
  };
}
