import type { LadderChart } from '../core/text/chart.ts';
import { trade } from '../core/text/directions.ts';
import { level, signedPercent } from '../core/text/numbers.ts';
import { bars } from './bars.ts';
import { bareAxis, type ChartOption, frame, label, line } from './frame.ts';
import { pixelOf, type Scale } from './scale.ts';
import { sideLabels } from './side-labels.ts';
import { COLOUR, HEIGHT, TEXT_SIZE, WIDTH } from './theme.ts';

const PLOT = { left: 250, right: 800, top: 128, bottom: 536 };

/** Space between the zero line and the words of a rung. */
const WORDS_GAP = 14;

const BAR_HEIGHT = 30;

function scalesOf(chart: LadderChart): { readonly price: Scale; readonly usd: Scale } {
  const prices = [chart.spot, ...chart.rungs.map((rung) => rung.spot)];
  const low = Math.min(...prices);
  const high = Math.max(...prices);
  const room = 0.06 * (high - low || chart.spot);
  const largest = Math.max(...chart.rungs.map((rung) => Math.abs(rung.usd)), 0) || 1;
  return {
    price: { min: low - room, max: high + room, start: PLOT.bottom, end: PLOT.top },
    usd: { min: -largest, max: largest, start: PLOT.left, end: PLOT.right },
  };
}

function rungLabels(chart: LadderChart, price: Scale, usd: Scale) {
  const zero = pixelOf(usd, 0);
  return chart.rungs.flatMap((rung) => {
    const y = pixelOf(price, rung.spot);
    const isBuy = rung.usd > 0;
    return [
      label({ text: signedPercent(rung.move), x: 116, y, align: 'right', size: TEXT_SIZE.label }),
      label({
        text: level(chart.symbol, rung.spot),
        x: PLOT.left - 14,
        y,
        align: 'right',
        size: TEXT_SIZE.tick,
        colour: COLOUR.muted,
        weight: 400,
      }),
      // On the side that the bar leaves free, so that words and bars never meet.
      label({
        text: trade(rung.usd),
        isOpaque: true,
        x: isBuy ? zero - WORDS_GAP : zero + WORDS_GAP,
        y,
        align: isBuy ? 'right' : 'left',
        colour: isBuy ? COLOUR.long : COLOUR.short,
      }),
    ];
  });
}

/** Dealers' trades by rung: amber bars to the left sell, blue bars to the right buy, each with its words. */
export function ladderOption(chart: LadderChart, simulated: boolean): ChartOption {
  const { price, usd } = scalesOf(chart);
  const { base, graphics } = frame(chart, simulated);
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
      bars(
        chart.rungs.map((rung) => ({ at: rung.spot, from: 0, to: rung.usd })),
        BAR_HEIGHT,
      ),
      line(
        [
          [0, price.min],
          [0, price.max],
        ],
        { colour: COLOUR.muted, width: 2 },
      ),
      across(chart.spot, false),
      ...(hasFlipLine ? [across(flip, true)] : []),
    ],
    graphic: [
      ...graphics,
      label({
        text: '← dealers sell',
        x: pixelOf(usd, 0) - WORDS_GAP,
        y: 102,
        align: 'right',
        colour: COLOUR.short,
      }),
      label({
        text: 'dealers buy →',
        x: pixelOf(usd, 0) + WORDS_GAP,
        y: 102,
        align: 'left',
        colour: COLOUR.long,
      }),
      ...rungLabels(chart, price, usd),
      ...sideLabels(chart, price, PLOT.right + 18),
    ],
  };
}
