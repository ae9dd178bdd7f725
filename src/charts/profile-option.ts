import type { ProfileChart } from '../core/text/chart.ts';
import { level } from '../core/text/numbers.ts';
import { bareAxis, type ChartOption, dollarTicks, frame, label, line } from './frame.ts';
import { apart, pixelOf, type Scale, ticksOf } from './scale.ts';
import { COLOUR, HEIGHT, MARGIN, TEXT_SIZE, textWidth, WIDTH } from './theme.ts';

type Point = readonly [spot: number, gexUsd: number];

const PLOT = { left: 132, right: WIDTH - MARGIN, top: 128, bottom: 500 };

/** Share of the height kept free above the curve, for two lines of words. */
const HEADROOM = 0.24;

/** Narrower zones carry no words: their colour and the sign of the axis remain. */
const ZONE_WORDS = [
  { widthMin: 200, words: (side: string) => `dealers\n${side} gamma` },
  { widthMin: 96, words: (side: string) => `${side}\ngamma` },
] as const;

/** The curve with its zeros put in, so that each fill ends exactly where the line crosses. */
function curveOf(chart: ProfileChart): readonly Point[] {
  return chart.spots.flatMap((spot, index): Point[] => {
    const gex = chart.gexUsd[index] ?? 0;
    const nextSpot = chart.spots[index + 1];
    const nextGex = chart.gexUsd[index + 1];
    if (nextSpot === undefined || nextGex === undefined || gex * nextGex >= 0) {
      return [[spot, gex]];
    }
    return [
      [spot, gex],
      [spot + ((nextSpot - spot) * gex) / (gex - nextGex), 0],
    ];
  });
}

function scalesOf(curve: readonly Point[]): { readonly x: Scale; readonly y: Scale } {
  const spots = curve.map(([spot]) => spot);
  const values = curve.map(([, gex]) => gex);
  const low = Math.min(0, ...values);
  const high = Math.max(0, ...values);
  const span = high - low || 1;
  return {
    x: { min: Math.min(...spots), max: Math.max(...spots), start: PLOT.left, end: PLOT.right },
    y: {
      min: low - 0.05 * span,
      max: high + (HEADROOM / (1 - HEADROOM)) * span,
      start: PLOT.bottom,
      end: PLOT.top,
    },
  };
}

/** Where words about one side fit best: the widest stretch of that sign which the spot line does not cut. */
function widestStretch(curve: readonly Point[], sign: 1 | -1, x: Scale, spot: number) {
  const cut = pixelOf(x, spot);
  const edges = [x.min, ...curve.filter(([, gex]) => gex === 0).map(([at]) => at), x.max];
  const stretches = edges.slice(1).flatMap((edge, index) => {
    const from = edges[index] ?? x.min;
    const inside = curve.find(([at, gex]) => at > from && at < edge && gex !== 0);
    if (inside === undefined || inside[1] * sign < 0) {
      return [];
    }
    const [start, end] = [pixelOf(x, from), pixelOf(x, edge)];
    return start < cut && cut < end
      ? [
          { start, end: cut },
          { start: cut, end },
        ]
      : [{ start, end }];
  });
  return stretches.sort((a, b) => b.end - b.start - (a.end - a.start))[0];
}

function zoneLabels(curve: readonly Point[], x: Scale, spot: number) {
  const sides = [
    { sign: 1, side: 'long', colour: COLOUR.long },
    { sign: -1, side: 'short', colour: COLOUR.short },
  ] as const;
  return sides.flatMap(({ sign, side, colour }) => {
    const stretch = widestStretch(curve, sign, x, spot);
    if (stretch === undefined) {
      return [];
    }
    const width = stretch.end - stretch.start;
    const fitting = ZONE_WORDS.find(({ widthMin }) => width >= widthMin);
    const centre = (stretch.start + stretch.end) / 2;
    return fitting === undefined
      ? []
      : [label({ text: fitting.words(side), x: centre, y: PLOT.top + 40, colour })];
  });
}

function levelLabels(chart: ProfileChart, x: Scale) {
  const y = PLOT.top - 24;
  const spotText = `Spot ${level(chart.symbol, chart.spot)}`;
  if (chart.flip === null) {
    const width = textWidth(spotText, TEXT_SIZE.label);
    const centre = Math.min(pixelOf(x, chart.spot), WIDTH - MARGIN - width / 2);
    return [label({ text: spotText, x: centre, y })];
  }
  const flipText = `Flip ${level(chart.symbol, chart.flip.spot)}`;
  const width = textWidth(spotText.length > flipText.length ? spotText : flipText, TEXT_SIZE.label);
  const [spotX, flipX] = apart([pixelOf(x, chart.spot), pixelOf(x, chart.flip.spot)], width, {
    from: MARGIN,
    to: WIDTH - MARGIN,
  });
  return [
    label({ text: spotText, x: spotX, y }),
    label({ text: flipText, x: flipX, y, colour: COLOUR.muted }),
  ];
}

function tickLabels(chart: ProfileChart, x: Scale, y: Scale) {
  const xTicks = ticksOf(x, 5);
  const yTicks = ticksOf(y, 5);
  const style = { size: TEXT_SIZE.tick, colour: COLOUR.muted, weight: 400 as const };
  const words = dollarTicks(yTicks);
  const half = textWidth(level(chart.symbol, x.max), TEXT_SIZE.tick) / 2;
  return {
    yTicks,
    labels: [
      ...xTicks
        .filter((tick) => pixelOf(x, tick) - half >= PLOT.left - half / 2)
        .filter((tick) => pixelOf(x, tick) + half <= WIDTH)
        .map((tick) =>
          label({
            text: level(chart.symbol, tick),
            x: pixelOf(x, tick),
            y: PLOT.bottom + 26,
            ...style,
          }),
        ),
      ...yTicks.map((tick, index) =>
        label({
          text: words[index] ?? '',
          x: PLOT.left - 12,
          y: pixelOf(y, tick),
          align: 'right',
          ...style,
        }),
      ),
    ],
  };
}

/** The range of the flip, as far as it is drawn, as a pale band behind the curve. */
function rangeBand({ flip }: ProfileChart, x: Scale, y: Scale) {
  if (flip === null || flip.low === flip.high) return [];
  const [low, high] = [Math.max(flip.low, x.min), Math.min(flip.high, x.max)];
  return [
    {
      type: 'line' as const,
      data: [
        [low, y.max],
        [high, y.max],
      ],
      symbol: 'none',
      silent: true,
      lineStyle: { width: 0 },
      areaStyle: { color: COLOUR.muted, opacity: 0.28, origin: 'start' as const },
    },
  ];
}

/**
 * The gamma profile: blue where dealers are long gamma, amber where short, with spot, flip and its range at
 * their true place; grey throughout where levels are withheld.
 */
export function profileOption(chart: ProfileChart, simulated: boolean): ChartOption {
  const curve = curveOf(chart);
  const { x, y } = scalesOf(curve);
  const { base, graphics } = frame(chart, simulated);
  const { yTicks, labels } = tickLabels(chart, x, y);
  const fill = (colour: string, keep: (gex: number) => number) => ({
    type: 'line' as const,
    data: curve.map(([spot, gex]) => [spot, keep(gex)]),
    symbol: 'none',
    silent: true,
    lineStyle: { width: 0 },
    areaStyle: { color: colour, opacity: 0.5, origin: 0 },
  });
  const vertical = (at: number, isDashed: boolean) =>
    line(
      [
        [at, y.min],
        [at, y.max],
      ],
      {
        colour: isDashed ? COLOUR.muted : COLOUR.text,
        width: 4,
        isDashed,
      },
    );
  const dot = (at: number, gex: number, colour: string) => ({
    type: 'scatter' as const,
    data: [[at, gex]],
    symbolSize: 18,
    silent: true,
    z: 5,
    itemStyle: { color: colour, borderColor: COLOUR.background, borderWidth: 3 },
  });
  return {
    ...base,
    grid: {
      left: PLOT.left,
      right: WIDTH - PLOT.right,
      top: PLOT.top,
      bottom: HEIGHT - PLOT.bottom,
    },
    xAxis: bareAxis(x),
    yAxis: bareAxis(y),
    series: [
      ...yTicks.map((tick) =>
        line(
          [
            [x.min, tick],
            [x.max, tick],
          ],
          {
            colour: tick === 0 ? COLOUR.muted : COLOUR.grid,
            width: 2,
          },
        ),
      ),
      ...rangeBand(chart, x, y),
      fill(chart.isWithheld ? COLOUR.muted : COLOUR.long, (gex) => Math.max(0, gex)),
      fill(chart.isWithheld ? COLOUR.muted : COLOUR.short, (gex) => Math.min(0, gex)),
      {
        type: 'line',
        data: curve.map((point) => [...point]),
        symbol: 'none',
        silent: true,
        lineStyle: { color: COLOUR.text, width: 5 },
      },
      vertical(chart.spot, false),
      ...(chart.flip === null
        ? []
        : [vertical(chart.flip.spot, true), dot(chart.flip.spot, 0, COLOUR.muted)]),
    ],
    graphic: [
      ...graphics,
      ...(chart.isWithheld ? [] : zoneLabels(curve, x, chart.spot)),
      ...levelLabels(chart, x),
      ...labels,
    ],
  };
}
