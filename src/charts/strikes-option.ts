import type { StrikesChart } from '../core/text/chart.ts';
import { level } from '../core/text/numbers.ts';
import { bars } from './bars.ts';
import { bareAxis, type ChartOption, dollarTicks, frame, label, line } from './frame.ts';
import { pixelOf, type Scale, ticksOf } from './scale.ts';
import { sideLabels } from './side-labels.ts';
import { COLOUR, HEIGHT, TEXT_SIZE, WIDTH } from './theme.ts';

const PLOT = { left: 140, right: 796, top: 132, bottom: 490 };

/** Share of the room between two strikes that a bar takes, and its bounds in pixels. */
const BAR = { share: 0.62, min: 2, max: 30 };
/** Points of the net line, where bars leave room for them. */
const POINT = { size: 12, barMin: 8 };

function scalesOf(chart: StrikesChart): { readonly price: Scale; readonly usd: Scale } {
  const prices = [chart.spot, ...chart.strikes.map((row) => row.strike)];
  const low = Math.min(...prices);
  const high = Math.max(...prices);
  const room = 0.06 * (high - low || chart.spot);
  const values = chart.strikes.flatMap((row) => [row.callGexUsd, row.putGexUsd, row.netGexUsd]);
  // Both sides equally wide, so that a long bar is a large one on either side.
  const largest = 1.05 * Math.max(...values.map((value) => Math.abs(value)), 0) || 1;
  return {
    price: { min: low - room, max: high + room, start: PLOT.bottom, end: PLOT.top },
    usd: { min: -largest, max: largest, start: PLOT.left, end: PLOT.right },
  };
}

function barHeight(chart: StrikesChart, price: Scale): number {
  const gaps = chart.strikes
    .slice(1)
    .map((row, index) => row.strike - (chart.strikes[index]?.strike ?? row.strike))
    .filter((gap) => gap > 0);
  const pixels = (Math.min(...gaps) / (price.max - price.min)) * (PLOT.bottom - PLOT.top);
  return Math.min(BAR.max, Math.max(BAR.min, BAR.share * pixels));
}

function isEmpty(chart: StrikesChart): boolean {
  return chart.strikes.every((row) => row.callGexUsd === 0 && row.putGexUsd === 0);
}

function tickLabels(chart: StrikesChart, price: Scale, usd: Scale) {
  const style = { size: TEXT_SIZE.tick, colour: COLOUR.muted, weight: 400 as const };
  const usdTicks = isEmpty(chart) ? [0] : ticksOf(usd, 4);
  const words = dollarTicks(usdTicks);
  return {
    usdTicks,
    labels: [
      ...ticksOf(price, 6).map((tick) =>
        label({
          text: level(chart.symbol, tick),
          x: PLOT.left - 12,
          y: pixelOf(price, tick),
          align: 'right',
          ...style,
        }),
      ),
      ...usdTicks.map((tick, index) =>
        label({ text: words[index] ?? '', x: pixelOf(usd, tick), y: PLOT.bottom + 26, ...style }),
      ),
    ],
  };
}

function legend(usd: Scale) {
  const y = PLOT.top - 26;
  const centre = pixelOf(usd, 0);
  return [
    label({ text: '← puts', x: PLOT.left, y, align: 'left', colour: COLOUR.short }),
    label({ text: 'net: line', x: centre, y }),
    label({ text: 'calls →', x: PLOT.right, y, align: 'right', colour: COLOUR.long }),
  ];
}

/** Gamma by strike: calls to the right, puts to the left, their sum as a line, at true places of the price axis. */
export function strikesOption(chart: StrikesChart, simulated: boolean): ChartOption {
  const { price, usd } = scalesOf(chart);
  const { base, graphics } = frame(chart, simulated);
  const { usdTicks, labels } = tickLabels(chart, price, usd);
  const height = barHeight(chart, price);
  const across = (at: number, isDashed: boolean) =>
    line(
      [
        [usd.min, at],
        [usd.max, at],
      ],
      {
        colour: isDashed ? COLOUR.muted : COLOUR.text,
        width: 4,
        isDashed,
      },
    );
  const flip = chart.flipSpot;
  const hasFlipLine = flip !== null && flip >= price.min && flip <= price.max;
  return {
    ...base,
    grid: {
      left: PLOT.left,
      right: WIDTH - PLOT.right,
      top: PLOT.top,
      bottom: HEIGHT - PLOT.bottom,
    },
    xAxis: bareAxis(usd),
    yAxis: bareAxis(price),
    series: [
      ...usdTicks.map((tick) =>
        line(
          [
            [tick, price.min],
            [tick, price.max],
          ],
          {
            colour: tick === 0 ? COLOUR.muted : COLOUR.grid,
            width: 2,
          },
        ),
      ),
      bars(
        chart.strikes.map((row) => ({ at: row.strike, from: 0, to: row.callGexUsd })),
        height,
      ),
      bars(
        chart.strikes.map((row) => ({ at: row.strike, from: 0, to: row.putGexUsd })),
        height,
      ),
      across(chart.spot, false),
      ...(hasFlipLine ? [across(flip, true)] : []),
      {
        type: 'line',
        data: chart.strikes.map((row) => [row.netGexUsd, row.strike]),
        symbol: height < POINT.barMin ? 'none' : 'circle',
        symbolSize: POINT.size,
        silent: true,
        z: 6,
        lineStyle: { color: COLOUR.text, width: height < POINT.barMin ? 2 : 4 },
        itemStyle: { color: COLOUR.text, borderColor: COLOUR.background, borderWidth: 2 },
      },
    ],
    graphic: [
      ...graphics,
      ...legend(usd),
      ...labels,
      ...sideLabels(chart, price, PLOT.right + 18),
      ...(isEmpty(chart)
        ? [
            label({
              text: 'no strike near spot carries gamma',
              x: pixelOf(usd, 0),
              y: PLOT.top + 60,
            }),
          ]
        : []),
    ],
  };
}
