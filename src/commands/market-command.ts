import type { MarketAction, Message } from '../core/text/message.ts';
import { noDataYetAnswer } from '../core/text/no-data-yet-answer.ts';
import type { MarketView } from '../core/text/view.ts';
import { readMarketView } from '../store/market-view.ts';
import type { Command } from './command.ts';
import { listingOf, SYMBOL_IF_ANY } from './symbol-option.ts';

type Words = {
  readonly name: MarketAction;
  readonly description: string;
  readonly text: (view: MarketView) => Message;
};

/** A command that answers about one market from what is stored. */
export function marketCommand({
  name,
  description,
  text,
}: Words): Command & { readonly kind: 'single' } {
  return {
    kind: 'single',
    name,
    description,
    needs: 'anyone',
    options: [SYMBOL_IF_ANY],
    async run(input, { store, markets, clock, pollMs }) {
      const listing = listingOf(input, markets);
      if (!listing.ok) return listing.failure;
      const nowMs = clock.nowMs();
      const view = await readMarketView(store, listing.value, { nowMs, pollMs });
      return view === null ? noDataYetAnswer(listing.value) : text(view);
    },
  };
}
