import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { afterEach, describe, expect, it } from 'vitest';
import type { Charts } from '../../src/charts/charts.ts';
import { createCharts } from '../../src/charts/renderer.ts';
import type { Chart } from '../../src/core/text/chart.ts';
import { profilePicture } from '../../src/core/text/pictures.ts';
import { aView } from '../support/market-view.ts';

const SCRIPT = new URL('../support/drawing-thread-process.ts', import.meta.url);
const DRAW_ONCE = fileURLToPath(new URL('../support/draw-once-process.ts', import.meta.url));
const PNG_MAGIC = [0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a];

const opened: Charts[] = [];

function charts(options: Partial<Parameters<typeof createCharts>[0]> = {}): Charts {
  const made = createCharts({ simulated: true, ...options });
  opened.push(made);
  return made;
}

function titled(title: string): Chart {
  return { ...profilePicture(aView()), title };
}

function patience(): AbortSignal {
  return AbortSignal.timeout(15_000);
}

afterEach(async () => {
  await Promise.all(opened.splice(0).map((each) => each.close()));
});

describe('the renderer', () => {
  it('gives a PNG of 1,920 × 1,200 pixels', async () => {
    const drawn = await charts().render(profilePicture(aView()), patience());
    if (!drawn.ok) throw new Error(drawn.failure.detail);
    const view = new DataView(drawn.value.buffer, drawn.value.byteOffset);
    expect([...drawn.value.subarray(0, 8)]).toEqual(PNG_MAGIC);
    expect([view.getUint32(16), view.getUint32(20)]).toEqual([1_920, 1_200]);
  });

  it('keeps the event loop free while it draws', async () => {
    const drawing = charts().render(profilePicture(aView()), patience());
    let turns = 0;
    const counting = setInterval(() => {
      turns += 1;
    }, 1);
    await drawing;
    clearInterval(counting);
    expect(turns).toBeGreaterThan(5);
  });

  it.each(['exit', 'throw'])('survives a thread that ends by %s', async (end) => {
    const made = charts({ script: SCRIPT });
    const lost = await made.render(titled(end), patience());
    const next = await made.render(titled('draw'), patience());
    expect(lost).toMatchObject({ ok: false, failure: { kind: 'crashed' } });
    expect(next.ok).toBe(true);
  });

  it('gives up at the deadline and draws the next one', async () => {
    const made = charts({ script: SCRIPT, deadlineMs: 2_000 });
    const [hung, next] = await Promise.all([
      made.render(titled('hang'), patience()),
      made.render(titled('draw'), patience()),
    ]);
    expect(hung).toMatchObject({ ok: false, failure: { kind: 'timeout' } });
    expect(next.ok).toBe(true);
  });

  it('passes on why a picture could not be drawn', async () => {
    const refused = await charts({ script: SCRIPT }).render(titled('refuse'), patience());
    expect(refused).toEqual({ ok: false, failure: { kind: 'crashed', detail: 'refused' } });
  });

  it('refuses what would wait too long and draws all it accepted', async () => {
    const made = charts({ script: SCRIPT });
    const all = await Promise.all(
      Array.from({ length: 40 }, () => made.render(titled('draw'), patience())),
    );
    const busy = all.filter((each) => !each.ok && each.failure.kind === 'busy');
    expect(busy.length).toBe(40 - 24);
    expect(all.filter((each) => each.ok).length).toBe(24);
    expect((await made.render(titled('draw'), patience())).ok).toBe(true);
  });

  it('answers at once when the caller gives up', async () => {
    const made = charts({ script: SCRIPT, deadlineMs: 3_000 });
    const asked = new AbortController();
    const hung = made.render(titled('hang'), patience());
    const waiting = made.render(titled('draw'), asked.signal);
    asked.abort();
    expect(await waiting).toMatchObject({ ok: false, failure: { kind: 'stopped' } });
    await made.close();
    expect(await hung).toMatchObject({ ok: false });
  });

  it('draws nothing after it was closed', async () => {
    const made = charts({ script: SCRIPT });
    await made.close();
    expect(await made.render(titled('draw'), patience())).toMatchObject({
      ok: false,
      failure: { kind: 'stopped' },
    });
  });

  it('does not keep a process alive', async () => {
    const run = promisify(execFile)(process.execPath, [DRAW_ONCE], { timeout: 5_000 });
    expect((await run).stdout).toBe('drawn');
  });
});
