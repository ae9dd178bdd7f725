import { level } from '../core/text/numbers.ts';
import { label } from './frame.ts';
import { apart, pixelOf, type Scale } from './scale.ts';
import { COLOUR, TEXT_SIZE } from './theme.ts';

/** Height of a label of two lines. */
const BLOCK_HEIGHT = 74;

function within(scale: Scale, price: number): boolean {
  return price >= scale.min && price <= scale.max;
}

function flipName(scale: Scale, flip: number): string {
  if (within(scale, flip)) {
    return 'Flip';
  }
  return flip > scale.max ? 'Flip ↑' : 'Flip ↓';
}

/** Spot and flip beside a plot whose price axis stands upright; a flip beyond the axis is named at its end. */
export function sideLabels(
  levels: { readonly symbol: string; readonly spot: number; readonly flipSpot: number | null },
  scale: Scale,
  x: number,
) {
  const { symbol, spot, flipSpot } = levels;
  const bounds = { from: scale.end - 20, to: scale.start + 20 };
  const words = (name: string, price: number) => `${name}\n${level(symbol, price)}`;
  const style = { x, align: 'left' as const, size: TEXT_SIZE.label };
  if (flipSpot === null) {
    return [label({ text: words('Spot', spot), y: pixelOf(scale, spot), ...style })];
  }
  const flipAt = Math.min(Math.max(flipSpot, scale.min), scale.max);
  const [spotY, flipY] = apart(
    [pixelOf(scale, spot), pixelOf(scale, flipAt)],
    BLOCK_HEIGHT,
    bounds,
  );
  return [
    label({ text: words('Spot', spot), y: spotY, ...style }),
    label({
      text: words(flipName(scale, flipSpot), flipSpot),
      y: flipY,
      colour: COLOUR.muted,
      ...style,
    }),
  ];
}
