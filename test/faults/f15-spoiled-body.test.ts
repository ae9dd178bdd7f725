// F15: truncated JSON, a wrong content-length, a page with status 200, no body, a gzip bomb of 320 MB, 50 MB of blanks.
// Promise: any sequence of bytes yields data or a failure that is told (P6); what was stored before stays and is not
// passed off as new (P7); no body is held beyond its cap, and nothing of it afterwards (P11).
// Method: the real markets and poll on the practice exchange; memory is measured in a process of its own.
import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { aVenueStage, WIRES } from '../support/venue-stage.ts';

const run = promisify(execFile);
const asking = fileURLToPath(new URL('../support/spoiled-bodies-process.ts', import.meta.url));

/** Each with what is told of it; only what looks like a fault of the network is asked for again. */
const BODIES = [
  { how: 'truncated-json', told: /sent something that is not a chain \(it is not JSON\)/ },
  { how: 'wrong-length', told: /could not be reached \((ECONNRESET|ERR_BAD_RESPONSE)\)/ },
  { how: 'html', told: /sent something that is not a chain \(it is not JSON\)/ },
  { how: 'empty', told: /sent something that is not a chain \(it (is not JSON|has no body)\)/ },
  { how: 'gzip-bomb', told: /sent more than (8|40) MB/ },
  { how: 'huge', told: /sent more than (8|40) MB/ },
] as const;

describe.each(WIRES)('a spoiled body from $venueName', (wire) => {
  const { venueName, symbol } = wire;

  it('is told by what is wrong with it, and leaves what is stored as it was', async () => {
    const stage = await aVenueStage(wire);
    const { poll, breakWith, exchange, latest, statusLines, store, notices } = stage;
    expect((await poll()).state).toBe('done');
    const before = await latest();
    for (const { how, told } of BODIES) {
      exchange.clearFaults();
      breakWith({ fault: 'F15', how });
      const { state, detail, requests } = await poll();
      expect({ how, state, detail }).toEqual({
        ...{ how, state: 'failed' },
        detail: expect.stringMatching(told),
      });
      expect(detail).toContain(venueName);
      const paths = new Set(requests.map(({ path }) => path)).size;
      expect({ how, attempts: requests.length / paths }).toEqual({
        how,
        attempts: how === 'wrong-length' ? 3 : 1,
      });
      expect((await statusLines()).join('\n')).toContain(detail);
    }
    expect(await latest()).toEqual(before);
    expect(await store.feedStates(symbol)).toMatchObject([
      { kind: 'source-down', status: 'holding', lastGoodMs: before?.dataTimeMs },
    ]);
    expect(await notices()).toHaveLength(1);
    exchange.clearFaults();
    expect((await poll()).state).toBe('done');
  });
});

it.each([
  { wire: WIRES[0], how: 'gzip-bomb' },
  { wire: WIRES[1], how: 'huge' },
] as const)('less than 20 MB stay in use: $how from $wire.venueName', async ({ wire, how }) => {
  const { exchange, breakWith, clock } = await aVenueStage(wire);
  breakWith({ fault: 'F15', how });
  const asked = [asking, wire.venueName, wire.symbol, exchange.url, `${clock.nowMs()}`];
  const { stdout } = await run(process.execPath, ['--expose-gc', ...asked]);
  const { kinds, grownMegabytes } = JSON.parse(stdout);
  expect(kinds).toEqual(Array(kinds.length).fill('too-large'));
  expect(kinds.length).toBeGreaterThan(2);
  expect(grownMegabytes).toBeLessThan(20);
});
