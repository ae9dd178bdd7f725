/** Design size in pixels; the picture has twice as many each way. */
export const WIDTH = 960;
export const HEIGHT = 600;

/** Space between the picture's edge and anything drawn. */
export const MARGIN = 24;

export const FONT = 'Inter';

/** Discord shows the picture about 350 pixels wide on a phone, so that 26 becomes 9.5 there. */
export const TEXT_SIZE = { title: 38, label: 30, tick: 27, note: 26 } as const;

/** Widest character of Inter SemiBold in these labels, as a share of the text size; there is no font to measure with. */
const CHARACTER_WIDTH = 0.6;

/** Blue and amber stay apart for colour-blind readers; red and green would be taken for down and up. */
export const COLOUR = {
  background: '#1e1f22',
  text: '#f2f3f5',
  muted: '#b5bac1',
  grid: '#3f4147',
  long: '#60a5fa',
  short: '#fbbf24',
} as const;

/** Upper estimate of the width of a label in pixels. */
export function textWidth(text: string, size: number): number {
  return text.length * size * CHARACTER_WIDTH;
}
