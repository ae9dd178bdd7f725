import { describe, expect, it } from 'vitest';
import { byHour } from '../../src/commands/by-hour.ts';
import type { CommandContext } from '../../src/commands/command.ts';
import { flow } from '../../src/commands/flow.ts';
import { commands } from '../../src/commands/index.ts';
import type { QuotedContract } from '../../src/core/chain/chain.ts';
import { cleanChain } from '../../src/core/chain/clean.ts';
import { dealerBook } from '../../src/core/exposure/dealer-book.ts';
import { contractExposures } from '../../src/core/exposure/exposure.ts';
import { SIGN_MODELS } from '../../src/core/exposure/sign-model.ts';
import type { Message } from '../../src/core/text/message.ts';
import { buttonId, parseButtonId } from '../../src/discord/button-id.ts';
import { findAction } from '../../src/discord/request.ts';
import { textOf } from '../support/all-messages.ts';
import { aCommandContext, anInput } from '../support/discord-parts.ts';
import { DATA_TIME_MS } from '../support/market-view.ts';
import { soldByDealers } from '../support/sold-by-dealers.ts';
import { anObservation, aQuotedChain } from '../support/stored-values.ts';

const UTC_0800 = 8 * 3_600_000;
/** A weekly, the last Friday of November 2026, and the one of December. */
const EXPIRIES = [Date.UTC(2026, 10, 25), Date.UTC(2026, 10, 27), Date.UTC(2026, 11, 25)];

const CONTRACTS: readonly QuotedContract[] = EXPIRIES.flatMap((day) =>
  [68_000, 71_000, 74_000].flatMap((strike, index) => {
    const contract = { strike, expiryMs: day + UTC_0800, iv: 0.5 };
    return [
      { ...contract, type: 'call' as const, openInterest: 30 + 10 * index },
      { ...contract, type: 'put' as const, openInterest: 90 - 20 * index },
    ];
  }),
);

async function stored(contracts: readonly QuotedContract[] = CONTRACTS): Promise<CommandContext> {
  const context = await aCommandContext();
  const chain = aQuotedChain({ contracts });
  await context.store.recordObservation(anObservation({ chain }), DATA_TIME_MS);
  return context;
}

async function ask(context: CommandContext): Promise<Message> {
  if (byHour.kind !== 'single') throw new Error('/by-hour is one command');
  return byHour.run(anInput({ options: { symbol: 'BTC' } }), context);
}

const UNITS_USD: Readonly<Record<string, number>> = { k: 1e3, M: 1e6 };

/** Trades of the block's rows, in its unit. */
function rowsOf(text: string): readonly number[] {
  return [...text.matchAll(/^[A-Z][a-z]{2} \d\d:\d\d UTC {2}(buy|sell) +([\d.]+)$/gm)].map(
    ([, word, size]) => (word === 'buy' ? 1 : -1) * Number(size),
  );
}

describe('/by-hour', () => {
  it('gives a row an hour to 08:00 UTC that add up to its sentence', async () => {
    const message = await ask(await stored());
    const text = textOf(message);
    const rows = rowsOf(text);
    const toSettlement = (DATA_TIME_MS % 86_400_000) / 3_600_000;
    expect(rows).toHaveLength(Math.ceil((toSettlement < 8 ? 8 : 32) - toSettlement));
    const [, word, size, unit] =
      /time alone would make Deribit dealers (buy|sell) \$([\d.]+)(k|M) by \w{3} 08:00 UTC\.$/.exec(
        message.content,
      ) ?? [];
    const [, rowUnit = ''] = /^until, \$([kM])$/m.exec(text) ?? [];
    const rowUsd = UNITS_USD[rowUnit] ?? Number.NaN;
    const sum = rowUsd * rows.reduce((total, each) => total + each, 0);
    expect(sum).not.toBe(0);
    expect(word).toBe(sum > 0 ? 'buy' : 'sell');
    const saidUsd = Number(size) * (UNITS_USD[unit ?? ''] ?? Number.NaN);
    const roundedUsd = 0.05 * saidUsd + rowUsd * rows.length;
    expect(Math.abs(Math.abs(sum) - saidUsd)).toBeLessThan(roundedUsd);
  });

  it('counts options of the next monthly expiry whose gamma is as large as that of the book', async () => {
    const text = textOf(await ask(await stored()));
    const [, word, count] =
      /dealers were to (buy|sell) (\d+) options at 71,000 of Fri 27 Nov, the next monthly expiry; to see its size, no advice/.exec(
        text,
      ) ?? [];
    const gexWith = (added: readonly QuotedContract[]) => {
      const chain = cleanChain(aQuotedChain({ contracts: [...CONTRACTS, ...added] }));
      const { gex } = contractExposures(dealerBook(chain, SIGN_MODELS.naive));
      return gex.reduce((sum, each) => sum + each, 0);
    };
    const monthly = { strike: 71_000, expiryMs: Date.UTC(2026, 10, 27, 8), iv: 0.5 };
    const added = {
      ...monthly,
      // Dealers are long calls and short puts.
      type: word === 'buy' ? ('call' as const) : ('put' as const),
      openInterest: Number(count),
    };
    expect(Math.abs(gexWith([added]) / gexWith([]))).toBeLessThan(0.01);
  });

  it('names no size where no monthly expiry is listed', async () => {
    const weekly = CONTRACTS.filter(({ expiryMs }) => new Date(expiryMs).getUTCDate() !== 27);
    const text = textOf(await ask(await stored(weekly.filter((_, index) => index < 6))));
    expect(text).toContain('time alone');
    expect(text).not.toContain('Size of gamma');
  });

  it('closes the hedges of what settles by then beside the trades of time', async () => {
    expect(textOf(await ask(await stored()))).toMatch(/\*\*Expiry unwind\*\* (buy|sell) \$/);
    const later = CONTRACTS.slice(6);
    expect(textOf(await ask(await stored(later)))).not.toContain('Expiry unwind');
  });

  it('takes the signs in force: what dealers sold turns every trade round', async () => {
    const context = await aCommandContext();
    await soldByDealers(context.store);
    const text = textOf(await ask(context));
    expect(text).toMatch(/^Signs seen in trades; /m);
    expect(rowsOf(text).length).toBeGreaterThan(0);
    const assumed = await aCommandContext();
    await assumed.store.recordObservation(anObservation(), DATA_TIME_MS);
    const signs = (rows: readonly number[]) => rows.map(Math.sign);
    expect(signs(rowsOf(text))).toEqual(signs(rowsOf(textOf(await ask(assumed)))).map((s) => -s));
  });

  it('withholds what a chain without a usable contract cannot say', async () => {
    const { content } = await ask(await stored([]));
    expect(content).toBe('BTC 71,240: trades by hour withheld, no usable contract.');
  });

  it('is behind a button of /flow, and can be shared', async () => {
    const context = await stored();
    if (flow.kind !== 'single') throw new Error('/flow is one command');
    const ladder = await flow.run(anInput({ options: { symbol: 'BTC' } }), context);
    const button = ladder.buttons.find(({ label }) => label === 'By hour');
    const press = parseButtonId(buttonId(button?.action ?? 'help', button?.symbol ?? ''));
    expect(press).toEqual({
      command: 'by-hour',
      options: { symbol: 'BTC' },
      isShared: false,
    });
    expect(findAction(commands, press?.command ?? '', null)).toBe(byHour);
    const share = (await ask(context)).buttons.find(({ label }) => label === 'Share');
    expect(parseButtonId(buttonId(share?.action ?? 'help', 'BTC'))).toEqual({
      command: 'by-hour',
      options: { symbol: 'BTC' },
      isShared: true,
    });
  });
});
