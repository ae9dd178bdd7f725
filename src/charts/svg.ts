import echarts from 'echarts/dist/echarts.min.js';
import type { Chart } from '../core/text/chart.ts';
import type { ChartOption } from './frame.ts';
import { ladderOption } from './ladder-option.ts';
import { profileOption } from './profile-option.ts';
import { strikesOption } from './strikes-option.ts';
import { HEIGHT, WIDTH } from './theme.ts';

function optionOf(chart: Chart, simulated: boolean): ChartOption {
  switch (chart.kind) {
    case 'gamma-profile':
      return profileOption(chart, simulated);
    case 'hedge-ladder':
      return ladderOption(chart, simulated);
    case 'gamma-strikes':
      return strikesOption(chart, simulated);
  }
}

/** ECharts counts its instances in ids and in classes for the mouse; without them equal charts give equal text. */
function withoutInstance(svg: string): string {
  return svg
    .replaceAll(/ class="zr\d+-cls-\d+"/g, '')
    .replace(/<style >.*<\/style>/s, '')
    .replaceAll(/\bzr\d+-/g, 'zr-');
}

/** Draws a chart as SVG text, the same for the same chart. */
export function svgOf(chart: Chart, simulated: boolean): string {
  const canvas = echarts.init(null, null, {
    renderer: 'svg',
    ssr: true,
    width: WIDTH,
    height: HEIGHT,
  });
  try {
    canvas.setOption(optionOf(chart, simulated));
    return withoutInstance(canvas.renderToSVGString());
  } finally {
    canvas.dispose();
  }
}
