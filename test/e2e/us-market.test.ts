import { afterEach, describe, expect, it } from 'vitest';
import type { PracticeMessage } from '../../practice/discord/index.ts';
import { eventually } from '../support/eventually.ts';
import { aMovableClock, type MovableClock } from '../support/movable-clock.ts';
import {
  alerts,
  dataFrom,
  pollsDone,
  posted,
  ready,
  type Stage,
  setMovableStage,
  setStage,
  sideConfirmed,
} from './main-job.ts';

const US = { MARKETS: 'BTC,SPX,SPY', CBOE_TERMS: 'accepted', POLL_SECONDS: '60' };
const MINUTE_MS = 60_000;
/** The bot asks for a document every three seconds at most, however fast the test's clock runs. */
const DOCUMENTS_MS_MAX = 30_000;
/** A quarter of an hour, and some seconds for the venue to make the document. */
const DELAY_MS_MAX = 15.5 * MINUTE_MS;
/** The venue rounds vols and leaves some out; that moves the flip by less than this. */
const FLIP_TOLERANCE = 0.001;
/** Words of the other world, and words for no message at all. */
const FOREIGN = /Deribit|BTC|perp|UTC|undefined|NaN|\bwill\b|bullish|bearish/;

const stages: Stage[] = [];
afterEach(async () => {
  await Promise.all(stages.splice(0).map((stage) => stage.strike()));
});

async function usStage(clock: MovableClock): Promise<Stage> {
  const stage = await setMovableStage(clock, US);
  stages.push(stage);
  return stage;
}

/** A time of New York in November 2026, five hours behind UTC. */
function newYork(time: string): number {
  return Date.parse(`2026-11-${time}-05:00`);
}

/** Puts SPX on one side of its flip, 2 % away, and keeps it there; documents show it a quarter of an hour later. */
function holdSpx({ exchange }: Stage, side: 'above' | 'below'): void {
  const flipUsd = exchange.zeroGammaUsd('SPX') ?? Number.NaN;
  exchange.hold('SPX', flipUsd * (side === 'above' ? 1.02 : 0.98));
}

/** Moves to a time of New York and two minutes on, with a reading of SPX at each. */
async function readTwice(stage: Stage, clock: MovableClock, time: string): Promise<void> {
  for (const atMs of [newYork(time), newYork(time) + 2 * MINUTE_MS]) {
    // A poll that waits for its turn at the venue must not wake up an hour later.
    await pollsDone(stage);
    clock.moveTo(atMs);
    await dataFrom(stage, 'SPX', atMs - DELAY_MS_MAX, DOCUMENTS_MS_MAX);
  }
}

function wordsOf({ content, embeds }: Pick<PracticeMessage, 'content' | 'embeds'>) {
  const [embed] = embeds;
  return { content, text: embed?.description ?? '', footer: embed?.footer?.text ?? '' };
}

/** What a reader sees who types a command about a symbol, or about none. */
async function asked({ discord, channelId }: Stage, name: string, symbol?: string) {
  const options = symbol === undefined ? {} : { symbol };
  return wordsOf(await discord.command({ name, options, channelId, as: 'member' }));
}

async function setUp({ discord, channelId }: Stage, name: string, subcommand: string) {
  const options = { symbol: 'SPX' };
  return discord.command({ name, subcommand, options, channelId, as: 'admin' });
}

function numberIn(text: string, pattern: RegExp): number {
  return Number(pattern.exec(text)?.[1]?.replaceAll(',', '') ?? Number.NaN);
}

/** The summary of 09:00 New York, with the closing quotes of the day before and spot from the fund. */
function expectMorning(message: PracticeMessage): void {
  expect(message.attachments[0]?.description).toMatch(/^SPX dealer gamma by price/);
  const { content, text, footer } = wordsOf(message);
  expect(content).toMatch(
    /^SPX about [\d,]+ pre-market, [\d,]+ points (above|below) its (gamma )?flip [\d,]+: dealer hedging /,
  );
  const spot = numberIn(content, /about ([\d,]+)/);
  const flip = numberIn(content, /flip ([\d,]+)/);
  const points = numberIn(content, /([\d,]+) points above/);
  expect(Math.abs(spot - flip - points)).toBeLessThanOrEqual(1);
  expect(text).toMatch(/\*\*If it moves\*\* −1%: (buy|sell) \$[\d.]+bn \(\d+k ES\)/);
  expect(text).toMatch(/straddle to the close ±\d+: [\d,]+–[\d,]+ \(Mon close\) · ES [+−]\d+/);
  expect(text).toContain('**Calendar** Thu closed · Fri until 13:00 ET');
  expect(text).toMatch(
    /\nCboe, 15 min delayed, <t:\d+:t> · spot from SPY · open interest of Mon 23 Nov · /,
  );
  expect(content + text + footer).not.toMatch(FOREIGN);
}

describe('US options from delayed quotes, on the practice exchange', () => {
  it('summarises the morning, answers with the true flip, alerts once and takes it back', async () => {
    const clock = aMovableClock(newYork('23T16:20:20'));
    const stage = await usStage(clock);
    const bot = stage.startBot();
    await ready(stage);
    await dataFrom(stage, 'SPX', newYork('23T16:00:00'));
    const when = await setUp(stage, 'summary', 'set');
    expect(when.content).toContain('trading days at 09:00 America/New_York, next Tue 24 Nov');
    await setUp(stage, 'alert', 'add');

    clock.moveTo(newYork('24T08:59:30'));
    await dataFrom(stage, 'SPX', newYork('24T08:44:00'));
    clock.moveTo(newYork('24T09:01:05'));
    expectMorning(await eventually('summary', () => posted(stage)[0]));

    holdSpx(stage, 'above');
    await readTwice(stage, clock, '24T10:02:10');
    await sideConfirmed(stage, 'long');
    const flip = await asked(stage, 'flip', 'SPX');
    const truth = stage.exchange.zeroGammaUsd('SPX') ?? Number.NaN;
    const told = numberIn(flip.content, /gamma flip ([\d,]+)/);
    expect(Math.abs(told / truth - 1)).toBeLessThan(FLIP_TOLERANCE);
    const es = numberIn(flip.text, /\*\*ES\*\* ([\d,]+)/);
    expect(flip.text).toMatch(/\*\*S&P together\*\* SPX \+ SPY in dollars [\d,]+ · SPY alone /);

    const flow = await asked(stage, 'flow', 'SPX');
    expect(flow.text).toMatch(/^```\n\$bn, from here/);
    expect(flow.text).toMatch(/\*\*In futures\*\* −1% = \d+k ES, \+1% = \d+k ES/);
    const gex = await asked(stage, 'gex', 'SPX');
    expect(gex.content).toMatch(/per 1% \(\+\$[\d.]+(bn|M) per point\)/);
    expect(gex.text).toMatch(/\*\*Same in\*\* \d+k ES per 1%/);
    const levels = await asked(stage, 'levels', 'SPX');
    expect(levels.text).toContain(`SPX: Flip, ${told}, Flip low, `);
    expect(levels.text).toContain(`ES: Flip, ${es}, Flip low, `);
    for (const { content, text, footer } of [flip, flow, gex, levels]) {
      expect(content).toContain('15-min delayed');
      expect(text).toMatch(/\nCboe, 15 min delayed, <t:\d+:t> · open interest of Mon 23 Nov · /);
      expect(content + text + footer).not.toMatch(FOREIGN);
    }
    const { text: status } = await asked(stage, 'status');
    expect(status).toMatch(/\*\*SPX\*\* \(Cboe\) data 1[5-7] min old · poll done/);
    expect(status).toMatch(/\*\*Cboe\*\* 15 min late by its own word .*terms of use.*accepted/);

    holdSpx(stage, 'below');
    await readTwice(stage, clock, '24T10:20:10');
    const alert = await eventually('alert', () => alerts(stage)[0]);
    expect(wordsOf(alert).content).toMatch(
      /^SPX fell through its gamma flip.*: [\d,]+ vs [\d,]+ at 10:0\d ET \(15-min delayed\)\. /,
    );
    expect(wordsOf(alert).footer).toMatch(
      /^Cboe 15 min delayed · data 10:0\d ET, sent 10:2\d ET · /,
    );
    expect(Object.values(wordsOf(alert)).join()).not.toMatch(FOREIGN);

    holdSpx(stage, 'above');
    await readTwice(stage, clock, '24T10:40:10');
    const over = await eventually('all-clear', () =>
      alerts(stage).find(({ editedAtMs }) => editedAtMs !== null),
    );
    expect(over.embeds[0]?.title).toBe('SPX below its gamma flip · over');
    expect(posted(stage)).toHaveLength(2);
    expect((await bot.terminate()).exitCode).toBe(0);
    expect(stage.discord.violations()).toEqual([]);
  }, 120_000);

  it.each([
    { dead: 'Deribit', path: '/api/v2/', works: 'SPX', waits: 'BTC', delayMs: DELAY_MS_MAX },
    { dead: 'Cboe', path: '/api/global/', works: 'BTC', waits: 'SPX', delayMs: MINUTE_MS },
  ])(
    'keeps $works on time while $dead accepts and never answers',
    async (venues) => {
      const { dead, path, works, waits, delayMs } = venues;
      const clock = aMovableClock(newYork('24T11:00:10'));
      const stage = await usStage(clock);
      stage.exchange.fault({ path, kind: 'hang', after: 'headers' });
      stage.startBot();
      await ready(stage);
      for (const minute of ['11:02:10', '11:04:10']) {
        const atMs = newYork(`24T${minute}`);
        clock.moveTo(atMs);
        await dataFrom(stage, works, atMs - delayMs, 5_000);
      }
      expect((await asked(stage, 'flip', works)).content).toContain(`${works} `);
      expect((await asked(stage, 'flip', waits)).content).toContain(dead);
      const status = await asked(stage, 'status');
      expect(status.content).toContain(`No fresh data for ${waits}`);
    },
    30_000,
  );

  it('does not start with SPX, and says how to change that, before the terms are accepted', async () => {
    const environment = { MARKETS: 'BTC,SPX', CBOE_TERMS: '', TRADIER_TOKEN: '' };
    const stage = await setStage({ nowMs: Date.now, environment });
    stages.push(stage);
    const bot = stage.startBot();
    expect(await bot.ended()).toBe(78);
    const said = bot
      .output()
      .split('\n')
      .filter((line) => !/^(\.env not found.*)?$/.test(line));
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(/^MARKETS: "SPX" cannot be served: .*CBOE_TERMS=accepted/);
  }, 20_000);
});
