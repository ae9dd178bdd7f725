import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { CommandContext, CommandInput } from '../../src/commands/command.ts';
import { flow } from '../../src/commands/flow.ts';
import { cleanChain } from '../../src/core/chain/clean.ts';
import { dealerBook } from '../../src/core/exposure/dealer-book.ts';
import { hedgeTrade } from '../../src/core/exposure/hedging/hedge-trade.ts';
import { SIGN_MODELS } from '../../src/core/exposure/sign-model.ts';
import { whatIfAnswer } from '../../src/core/text/what-if-answer.ts';
import { buttonId, parseButtonId } from '../../src/discord/button-id.ts';
import { DERIBIT_TERMS } from '../../src/markets/deribit/settlement.ts';
import { textOf } from '../support/all-messages.ts';
import { arbitraryChain, SEED } from '../support/arbitrary-chain.ts';
import { aCommandContext, anInput } from '../support/discord-parts.ts';
import { aView, DATA_TIME_MS, someLevels } from '../support/market-view.ts';
import { soldByDealers } from '../support/sold-by-dealers.ts';
import { anObservation, aQuotedChain } from '../support/stored-values.ts';

async function ask(context: CommandContext, options: CommandInput['options']): Promise<string> {
  if (flow.kind !== 'single') throw new Error('/flow is one command');
  return textOf(await flow.run(anInput({ options: { symbol: 'BTC', ...options } }), context));
}

async function aStoredBook(): Promise<CommandContext> {
  const context = await aCommandContext();
  await context.store.recordObservation(anObservation(), DATA_TIME_MS);
  return context;
}

describe('/flow with a move, a vol or hours', () => {
  it('re-prices the stored chain, each word by the sign of its own number', async () => {
    const context = await aStoredBook();
    // Dealers are long 12.5 calls in the money a day before expiry.
    const fallen = await ask(context, { move: -2 });
    expect(fallen).toMatch(
      /^BTC 71,240, if −2%: Deribit dealers would buy \$\d+k \(\d\.\d+ BTC\)\./,
    );
    expect(fallen).toMatch(/\*\*From\*\* gamma buy \$\d+k$/m);
    expect(await ask(context, { move: 2 })).toMatch(/dealers would sell \$/);
    expect(await ask(context, { vol: 5, move: -1.25 })).toMatch(
      /if −1\.25%, 30-day vol \+5 points: [\s\S]*gamma buy .* vanna buy .* cross /,
    );
  });

  it('takes the signs that trades have shown where those are in force, and names them', async () => {
    const assumed = await ask(await aStoredBook(), { move: -2 });
    expect(assumed).toMatch(/^Signs assumed: dealers long calls, short puts\. /m);
    const context = await aCommandContext();
    await soldByDealers(context.store);
    const seen = await ask(context, { move: -2 });
    expect(seen).toMatch(/^BTC 71,240, if −2%: Deribit dealers would sell \$/);
    expect(seen).toMatch(/^Signs seen in trades; where not seen, dealers long calls, /m);
  });

  it('offers 2 % down and up as buttons, which ask what the option asks', async () => {
    if (flow.kind !== 'single') throw new Error('/flow is one command');
    const context = await aStoredBook();
    const { buttons } = await flow.run(anInput({ options: { symbol: 'BTC' } }), context);
    for (const [label, move] of [
      ['−2%', -2],
      ['+2%', 2],
    ] as const) {
      const button = buttons.find((each) => each.label === label);
      const press = parseButtonId(buttonId(button?.action ?? 'help', 'BTC'));
      expect(press).toMatchObject({ command: 'flow', isShared: false });
      expect(await ask(context, press?.options ?? {})).toBe(await ask(context, { move }));
    }
  });

  it.each(['v1:flip-2:BTC', 'v1:share:flow-2:BTC', 'v1:flow-3:BTC', 'v1:flow-22:BTC'])(
    'knows no button that was never offered: %s',
    (id) => expect(parseButtonId(id)).toBeNull(),
  );

  it('closes the hedges of contracts that settle by then', async () => {
    const text = await ask(await aStoredBook(), { hours: 30 });
    expect(text).toMatch(/if 30 h later: /);
    expect(text).toMatch(/\*\*Expiry unwind\*\* buy \$89[01]k:/);
  });

  it.each([{ move: 0 }, { move: 0, hours: 0 }, { move: -20.5 }, { vol: 21 }, { hours: 721 }])(
    'names its limits where asked for nothing or for more than they allow: %o',
    async (options) => {
      const text = await ask(await aStoredBook(), options);
      expect(text).toMatch(/move from −20 to 20 \(%\), vol from −20 to 20 .*hours from 0 to 720/);
      expect(text).not.toContain('**Trade**');
    },
  );

  it('shows the ladder where none of them is given', async () => {
    const context = await aStoredBook();
    expect(await ask(context, {})).toMatch(/a 1% fall/);
  });

  it('says so where the chain is not kept any more', async () => {
    const context = await aStoredBook();
    const store = { ...context.store, chain: () => Promise.resolve(null) };
    const bound = new Proxy(context.store, {
      get: (target, name) =>
        name === 'chain' ? store.chain : Reflect.get(target, name, target).bind(target),
    });
    expect(await ask({ ...context, store: bound }, { move: 1 })).toMatch(/not kept any more/);
  });

  it('keeps to one sentence of 120 characters about any book and any question', () => {
    const question = fc.record({
      spotMove: fc.double({ min: -0.2, max: 0.2, noNaN: true }),
      volShiftPoints: fc.double({ min: -20, max: 20, noNaN: true }),
      hours: fc.double({ min: 0, max: 720, noNaN: true }),
    });
    fc.assert(
      fc.property(arbitraryChain, question, (quoted, shift) => {
        const book = dealerBook(cleanChain(quoted), SIGN_MODELS.naive);
        const trade = hedgeTrade(book, shift, DERIBIT_TERMS);
        const message = whatIfAnswer(aView(someLevels()), {
          shift,
          result: trade,
          signModel: 'naive',
        });
        expect(message.content.length).toBeLessThanOrEqual(120);
        expect(message.content).toMatch(/^BTC 71,240/);
        const word = trade.usd.total > 0 ? 'buy' : 'sell';
        if (trade.usd.total !== 0) expect(message.content).toContain(`dealers would ${word} `);
        expect(textOf(message)).not.toMatch(/NaN|undefined|Infinity|\$0|\bwill\b/);
      }),
      { seed: SEED },
    );
  });
});

it('a chain without a usable contract has no trade', () => {
  const book = dealerBook(cleanChain(aQuotedChain({ contracts: [] })), SIGN_MODELS.naive);
  const shift = { spotMove: -0.05, volShiftPoints: 1, hours: 5 };
  const result = hedgeTrade(book, shift, DERIBIT_TERMS);
  const { content } = whatIfAnswer(aView(), { shift, result, signModel: 'naive' });
  expect(content).toContain('would have no trade');
});
