import { fileURLToPath } from 'node:url';
import { Resvg } from '@resvg/resvg-js';
import { FONT, HEIGHT, WIDTH } from './theme.ts';

/** Pixels of the picture for each of the design. */
const ZOOM = 2;

/** About twenty times what the largest of our charts takes. */
const SVG_LENGTH_MAX = 2_000_000;

// TTF files of our own choice: woff is not read, and a bare container has no fonts.
const FONT_FILES = [
  import.meta.resolve('@expo-google-fonts/inter/400Regular/Inter_400Regular.ttf'),
  import.meta.resolve('@expo-google-fonts/inter/600SemiBold/Inter_600SemiBold.ttf'),
].map((url) => fileURLToPath(url));

/** Turns SVG text of the design size into a PNG; throws for any other size, which could take all memory. */
export function pngOf(svg: string): Uint8Array {
  const [, width, height] = /^<svg width="(\d+)" height="(\d+)"/.exec(svg) ?? [];
  if (Number(width) !== WIDTH || Number(height) !== HEIGHT || svg.length > SVG_LENGTH_MAX) {
    throw new Error(`SVG of ${width} × ${height}, ${svg.length} characters, is not drawn`);
  }
  const picture = new Resvg(svg, {
    fitTo: { mode: 'zoom', value: ZOOM },
    font: { loadSystemFonts: false, fontFiles: FONT_FILES, defaultFontFamily: FONT },
  });
  return picture.render().asPng();
}
