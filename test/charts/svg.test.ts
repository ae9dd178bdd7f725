import { describe, expect, it } from 'vitest';
import { pngOf } from '../../src/charts/raster.ts';
import { svgOf } from '../../src/charts/svg.ts';
import type { Chart } from '../../src/core/text/chart.ts';
import { ladderPicture, profilePicture, strikesPicture } from '../../src/core/text/pictures.ts';
import { accompanied } from '../support/companions.ts';
import { aView, type Book, someLevels } from '../support/market-view.ts';

const WIDTH = 960;
const HEIGHT = 600;
/** Mean width of a character of Inter SemiBold over its size, measured on these labels. */
const CHARACTER_WIDTH = 0.57;

const STRIKES = Array.from({ length: 20 }, (_, i) => ({
  strike: 66_000 + 500 * i,
  call: 1e6 * (1 + (i % 4)),
  put: -8e5 * (1 + (i % 5)),
}));

const BOOKS: Readonly<Record<string, Partial<Book>>> = {
  'flip to the right': {},
  'flip to the left': { roots: [69_000] },
  'flip at the right edge': { roots: [78_300] },
  'flip at the left edge': { roots: [64_200] },
  'flip beside spot': { roots: [71_250] },
  'flip at spot': { roots: [71_240] },
  'no flip': { roots: [] },
  'three roots': { roots: [67_000, 70_500, 73_000] },
  'six digits': { spot: 104_250, roots: [104_880], sizeUsd: 2.4e11, strikes: [] },
  'tiny book': { sizeUsd: 40 },
};

type Text = {
  readonly text: string;
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly from: number;
  readonly to: number;
};

function textsOf(svg: string): readonly Text[] {
  const found = svg.matchAll(/<text ([^>]*)>([^<]*)<\/text>/g);
  const upright = [...found].filter(([, attributes = '']) => !attributes.includes('matrix'));
  return upright.map(([, attributes = '', text = '']) => {
    const number = (pattern: RegExp) => Number(pattern.exec(attributes)?.[1] ?? Number.NaN);
    const [, movedX = '0', movedY = '0'] =
      /translate\(([-\d.]+) ([-\d.]+)\)/.exec(attributes) ?? [];
    const x = Number(movedX) + (number(/ x="([-\d.]+)"/) || 0);
    const y = Number(movedY) + (number(/ y="([-\d.]+)"/) || 0);
    const size = number(/font-size:([\d.]+)px/);
    const width = text.length * size * CHARACTER_WIDTH;
    const anchor = /text-anchor="(\w+)"/.exec(attributes)?.[1] ?? 'start';
    const from = anchor === 'middle' ? x - width / 2 : anchor === 'end' ? x - width : x;
    return { text, x, y, size, from, to: from + width };
  });
}

function pictures(book: Partial<Book>): readonly Chart[] {
  const view = aView(accompanied(someLevels({ strikes: STRIKES, ...book })));
  return [profilePicture(view), ladderPicture(view), strikesPicture(view)];
}

function priceOf(text: string): number {
  return Number(text.replaceAll(',', ''));
}

/** Pixel of the spot line (solid) or the flip line (dashed) of a profile. */
function verticalAt(svg: string, kind: 'solid' | 'dashed'): number {
  const lines = [...svg.matchAll(/<path d="M([\d.]+) [\d.]+L([\d.]+) [\d.]+"([^>]*)>/g)];
  const found = lines.find(
    ([, from, to, rest = '']) =>
      from === to &&
      rest.includes('stroke-width="4"') &&
      rest.includes('stroke-dasharray') === (kind === 'dashed'),
  );
  return Number(found?.[1] ?? Number.NaN);
}

/** Where a price lies by the ticks that a reader goes by. */
function byTicks(svg: string, price: number): number {
  const ticks = textsOf(svg).filter(({ text, y }) => /^[\d,]+$/.test(text) && y > 500);
  const first = ticks[0];
  const last = ticks[ticks.length - 1];
  if (first === undefined || last === undefined) return Number.NaN;
  const [from, to] = [priceOf(first.text), priceOf(last.text)];
  return first.x + ((price - from) / (to - from)) * (last.x - first.x);
}

function overlap(one: Text, other: Text): boolean {
  const apart =
    one.to <= other.from ||
    other.to <= one.from ||
    Math.abs(one.y - other.y) >= 0.45 * (one.size + other.size);
  return !apart;
}

describe.each(Object.entries(BOOKS))('the pictures of a book with %s', (_name, book) => {
  it('are the same for the same chart', () => {
    for (const picture of pictures(book)) {
      expect(svgOf(picture, true)).toBe(svgOf(picture, true));
    }
  });

  it('keep every label inside the frame', () => {
    for (const picture of pictures(book)) {
      for (const label of textsOf(svgOf(picture, true))) {
        expect(label.from, label.text).toBeGreaterThanOrEqual(0);
        expect(label.to, label.text).toBeLessThanOrEqual(WIDTH);
        expect(label.y - label.size / 2, label.text).toBeGreaterThanOrEqual(0);
        expect(label.y + label.size / 2, label.text).toBeLessThanOrEqual(HEIGHT);
      }
    }
  });

  it('let no label cover another', () => {
    for (const picture of pictures(book)) {
      const labels = textsOf(svgOf(picture, true));
      const covered = labels.flatMap((one, index) =>
        labels
          .slice(index + 1)
          .filter((other) => overlap(one, other))
          .map((other) => `${picture.kind}: ${one.text} / ${other.text}`),
      );
      expect(covered).toEqual([]);
    }
  });

  it('are legible at the width of a phone: no text under 9 pixels of 350', () => {
    for (const picture of pictures(book)) {
      const smallest = Math.min(...textsOf(svgOf(picture, true)).map(({ size }) => size));
      expect((smallest * 350) / WIDTH).toBeGreaterThanOrEqual(9);
    }
  });

  it('draw nothing at a place that is no number', () => {
    for (const picture of pictures(book)) {
      expect(svgOf(picture, true)).not.toMatch(/NaN|Infinity|undefined/);
    }
  });
});

describe('the profile', () => {
  it.each(Object.entries(BOOKS))('draws spot and flip at their true place: %s', (_name, book) => {
    const [profile] = pictures(book);
    if (profile?.kind !== 'gamma-profile') throw new Error('no profile');
    const svg = svgOf(profile, false);
    expect(Math.abs(verticalAt(svg, 'solid') - byTicks(svg, profile.spot))).toBeLessThan(1);
    if (profile.flip === null) {
      expect(verticalAt(svg, 'dashed')).toBeNaN();
    } else {
      const expected = byTicks(svg, profile.flip.spot);
      expect(Math.abs(verticalAt(svg, 'dashed') - expected)).toBeLessThan(1);
    }
  });

  it.each(Object.entries(BOOKS))(
    'shades the range of the flip at its true place: %s',
    (_name, book) => {
      const [profile] = pictures(book);
      if (profile?.kind !== 'gamma-profile') throw new Error('no profile');
      const svg = svgOf(profile, false);
      const [, path = ''] = /<path d="([^"]*)" fill="#b5bac1" fill-opacity="0.28"/.exec(svg) ?? [];
      const edges = [...path.matchAll(/[ML]([\d.]+) [\d.]+/g)].map(([, x]) => Number(x));
      if (profile.flip === null) {
        expect(edges).toEqual([]);
      } else {
        const [first = 0] = profile.spots;
        const last = profile.spots.at(-1) ?? first;
        const inside = (price: number) => byTicks(svg, Math.min(last, Math.max(first, price)));
        expect(Math.abs(Math.min(...edges) - inside(profile.flip.low))).toBeLessThan(1);
        expect(Math.abs(Math.max(...edges) - inside(profile.flip.high))).toBeLessThan(1);
      }
    },
  );

  it('takes no side where levels are withheld: neither colour nor word', () => {
    const flip = { status: 'withheld' as const, reason: 'the chain is partial', roots: [] };
    const svg = svgOf(profilePicture(aView({ ...accompanied(someLevels()), flip })), false);
    expect(svg).not.toMatch(/#fbbf24|#60a5fa|long|short/);
    expect(svg).toContain('levels withheld');
  });

  it('names both sides and both levels in words', () => {
    const words = textsOf(svgOf(profilePicture(aView()), false)).map(({ text }) => text);
    expect(words).toEqual(
      expect.arrayContaining(['Spot 71,240', 'Flip 72,180', 'long gamma', 'short gamma']),
    );
  });
});

describe('the ladder', () => {
  it('states each trade in words on its own row', () => {
    const picture = ladderPicture(aView());
    const texts = textsOf(svgOf(picture, false));
    const rowOf = (move: string) => {
      const at = texts.find(({ text }) => text === move)?.y ?? Number.NaN;
      return texts.filter(({ y, x }) => Math.abs(y - at) < 1 && x > 250 && x < 800);
    };
    const rows = ['+2%', '+1%', '+0.5%', '−0.5%', '−1%', '−2%'].map(
      (move) => rowOf(move)[0]?.text.split(' ')[0],
    );
    const signs = [...picture.rungs].reverse().map(({ usd }) => (usd > 0 ? 'buy' : 'sell'));
    expect(rows).toEqual(signs);
  });
});

type Bar = { readonly from: number; readonly to: number; readonly colour: string };

function barsOf(svg: string): readonly Bar[] {
  const found = svg.matchAll(
    /<path d="M([\d.]+) [\d.]+l([\d.]+) 0l0 [\d.]+[^"]*Z" fill="(#fbbf24|#60a5fa)"/g,
  );
  return [...found].map(([, x, width, colour = '']) => ({
    from: Number(x),
    to: Number(x) + Number(width),
    colour,
  }));
}

describe('strikes', () => {
  it('shows those within ±8 % of spot, and of a book that is too dense for a phone those within ±4 %', () => {
    const reach = (stepUsd: number) => {
      const strikes = Array.from({ length: 20_000 / stepUsd }, (_, i) => ({
        strike: 61_000 + stepUsd * i,
        call: 1e6,
        put: -1e6,
      }));
      const [, , picture] = pictures({ strikes });
      if (picture?.kind !== 'gamma-strikes') throw new Error('no strikes');
      return Math.max(...picture.strikes.map(({ strike }) => Math.abs(strike / picture.spot - 1)));
    };
    expect(reach(500)).toBeGreaterThan(0.07);
    expect(reach(500)).toBeLessThanOrEqual(0.08);
    expect(reach(50)).toBeGreaterThan(0.039);
    expect(reach(50)).toBeLessThanOrEqual(0.04);
  });
});

describe('bars', () => {
  it('reach from zero to the left in amber for sells and puts, to the right in blue for buys and calls', () => {
    const [, ladder, strikes] = pictures({});
    for (const [picture, count] of [
      [ladder, 6],
      [strikes, 40],
    ] as const) {
      if (picture === undefined) throw new Error('no picture');
      const svg = svgOf(picture, false);
      const zero = Number(
        /<path d="M([\d.]+) [\d.]+L\1 [\d.]+"[^>]*stroke="#b5bac1" stroke-width="2"/.exec(svg)?.[1],
      );
      const bars = barsOf(svg);
      expect(bars.length).toBe(count);
      for (const { from, to, colour } of bars) {
        expect(Math.abs((colour === '#fbbf24' ? to : from) - zero)).toBeLessThan(1);
      }
    }
  });

  it('are as long as their amounts, in one scale', () => {
    const picture = ladderPicture(aView());
    const bars = barsOf(svgOf(picture, false));
    const perDollar = picture.rungs.map(({ usd }, index) => {
      const bar = bars[index];
      return bar === undefined ? Number.NaN : (bar.to - bar.from) / Math.abs(usd);
    });
    for (const ratio of perDollar) {
      expect(ratio / (perDollar[0] ?? Number.NaN)).toBeCloseTo(1, 2);
    }
  });
});

describe('marks and limits', () => {
  it('mark every picture of invented prices, and no other', () => {
    for (const picture of pictures({})) {
      expect(svgOf(picture, true)).toContain('>SIMULATED</text>');
      expect(svgOf(picture, false)).not.toContain('SIMULATED');
    }
  });

  it('use neither red nor green', () => {
    for (const picture of pictures({})) {
      const colours = [
        ...svgOf(picture, false).matchAll(/#([0-9a-f]{2})([0-9a-f]{2})([0-9a-f]{2})/g),
      ];
      for (const [colour, r = '0', g = '0', b = '0'] of colours) {
        const [red, green, blue] = [r, g, b].map((part) => Number.parseInt(part, 16));
        const isRed = (red ?? 0) > 1.5 * Math.max(green ?? 0, blue ?? 0);
        const isGreen = (green ?? 0) > 1.3 * Math.max(red ?? 0, blue ?? 0);
        expect(isRed || isGreen, colour).toBe(false);
      }
    }
  });

  it('refuse to rasterise anything of another size', () => {
    expect(() => pngOf('<svg width="960" height="110361"></svg>')).toThrow(/not drawn/);
    expect(() => pngOf('not a picture')).toThrow(/not drawn/);
  });
});
