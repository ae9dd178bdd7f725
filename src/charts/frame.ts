import type { EChartsOption } from 'echarts';
import type { Chart } from '../core/text/chart.ts';
import { amountUnit } from '../core/text/numbers.ts';
import { COLOUR, FONT, HEIGHT, MARGIN, TEXT_SIZE, WIDTH } from './theme.ts';

export type Label = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size?: number;
  readonly colour?: string;
  readonly align?: 'left' | 'center' | 'right';
  readonly weight?: 400 | 600;
  /** Hides a line that runs behind it. */
  readonly isOpaque?: true;
};

/** Text at a pixel, centred vertically, with a rim of background so that lines do not strike it through. */
export function label({ text, x, y, ...style }: Label) {
  return {
    type: 'text' as const,
    silent: true,
    x,
    y,
    z: 20,
    style: {
      text,
      fontFamily: FONT,
      fontSize: style.size ?? TEXT_SIZE.label,
      fontWeight: style.weight ?? 600,
      lineHeight: (style.size ?? TEXT_SIZE.label) * 1.12,
      fill: style.colour ?? COLOUR.text,
      align: style.align ?? 'center',
      verticalAlign: 'middle' as const,
      stroke: COLOUR.background,
      lineWidth: 6,
      ...(style.isOpaque && { backgroundColor: COLOUR.background, padding: [2, 6] }),
    },
  };
}

function watermark() {
  return {
    type: 'text' as const,
    silent: true,
    x: WIDTH / 2,
    y: HEIGHT / 2,
    rotation: Math.PI / 9,
    z: 10,
    style: {
      text: 'SIMULATED',
      fontFamily: FONT,
      fontSize: 130,
      fontWeight: 600,
      fill: COLOUR.text,
      opacity: 0.16,
      align: 'center' as const,
      verticalAlign: 'middle' as const,
    },
  };
}

/** What every picture has: background, title, note and, for invented prices, a watermark. */
export function frame(chart: Chart, simulated: boolean) {
  return {
    // One colour instead of ECharts' palette, which knows red and green.
    base: { animation: false, backgroundColor: COLOUR.background, color: [COLOUR.text] },
    graphics: [
      label({
        text: chart.title,
        x: MARGIN,
        y: 44,
        size: TEXT_SIZE.title,
        align: 'left',
      }),
      label({
        text: chart.note,
        x: MARGIN,
        y: HEIGHT - 30,
        size: TEXT_SIZE.note,
        colour: COLOUR.muted,
        align: 'left',
        weight: 400,
      }),
      ...(simulated ? [watermark()] : []),
    ],
  };
}

/** An axis whose labels are drawn beside it by us: ECharts cannot measure text without a browser. */
export function bareAxis(range: { readonly min: number; readonly max: number }) {
  return { type: 'value' as const, ...range, show: false };
}

/** A straight line between two points of the plot. */
export function line(
  points: readonly [readonly [number, number], readonly [number, number]],
  style: { readonly colour: string; readonly width: number; readonly isDashed?: boolean },
) {
  return {
    type: 'line' as const,
    data: points.map((point) => [...point]),
    symbol: 'none',
    silent: true,
    lineStyle: {
      color: style.colour,
      width: style.width,
      type: style.isDashed === true ? [12, 8] : ('solid' as const),
    },
  };
}

/** Words for the ticks of a dollar axis in one unit: `−$20M`, `0`. */
export function dollarTicks(ticks: readonly number[]): readonly string[] {
  const unit = amountUnit(Math.max(...ticks.map((tick) => Math.abs(tick))));
  return ticks.map((tick) => {
    const amount = Number((Math.abs(tick) / unit.size).toPrecision(3));
    return amount === 0 ? '0' : `${tick < 0 ? '−' : ''}$${amount}${unit.name}`;
  });
}

/** What ECharts draws: one picture without animation. */
export type ChartOption = EChartsOption;
