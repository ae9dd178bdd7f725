import fc from 'fast-check';
import { expect, it } from 'vitest';
import { byHourAnswer } from '../../../src/core/text/by-hour-answer.ts';
import { someHours, textOf } from '../../support/all-messages.ts';
import { views } from '../../support/arbitrary-view.ts';

function word(amount: number): string {
  if (amount === 0) return 'none';
  return amount > 0 ? 'buy' : 'sell';
}

it('each word of trades by hour is that of the sign of its own number', () => {
  fc.assert(
    fc.property(views, (view) => {
      const hedging = someHours(view);
      const { trades, monthlySize } = hedging;
      const message = byHourAnswer(view, hedging, 'naive');
      const text = textOf(message);
      const rows = [...text.matchAll(/^\w{3} \d\d:\d\d (?:UTC|ET) {2}(buy|sell|none)/gm)];
      expect(rows.map(([, said]) => said)).toEqual(trades.map(({ charmUsd }) => word(charmUsd)));
      const totalUsd = trades.reduce((sum, { charmUsd }) => sum + charmUsd, 0);
      if (totalUsd !== 0) expect(message.content).toContain(`dealers ${word(totalUsd)} `);
      const unwindUsd = trades.reduce((sum, { expiryUnwindUsd }) => sum + expiryUnwindUsd, 0);
      const [, unwind = 'none'] = /\*\*Expiry unwind\*\* (buy|sell) /.exec(text) ?? [];
      expect(unwind).toBe(word(unwindUsd));
      const [, size = 'none'] = /were to (buy|sell) /.exec(text) ?? [];
      const isTold = monthlySize !== null && view.levels.flip.status !== 'withheld';
      expect(size).toBe(isTold ? word(monthlySize.contracts) : 'none');
    }),
  );
});
