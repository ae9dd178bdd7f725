import type { BookInForce } from '../core/exposure/book-in-force.ts';
import type { Message } from '../core/text/message.ts';
import { noDataYetAnswer } from '../core/text/no-data-yet-answer.ts';
import type { MarketView } from '../core/text/view.ts';
import { chainGoneAnswer } from '../core/text/what-if-answer.ts';
import type { Listing } from '../markets/market.ts';
import { storedBook, viewOf } from '../store/market-view.ts';
import type { CommandContext, CommandInput } from './command.ts';
import { listingOf } from './symbol-option.ts';

/** What is stored of a market, its newest chain with the signs in force among it. */
type Parts = Pick<Listing, 'settlement'> & {
  readonly view: MarketView;
  readonly book: BookInForce['book'];
  readonly signModel: BookInForce['id'];
};

/** Answers about one market from the newest stored chain; what is missing is an answer too. */
export async function answerFromBook(
  input: CommandInput,
  { store, markets, clock, pollMs }: CommandContext,
  text: (parts: Parts) => Message,
): Promise<Message> {
  const found = listingOf(input, markets);
  if (!found.ok) return found.failure;
  const listing = found.value;
  const latest = await store.latestLevels(listing.symbol);
  if (latest === null) return noDataYetAnswer(listing);
  const inForce = await storedBook(store, listing, latest.snapshotId);
  if (inForce === null) return chainGoneAnswer(listing.symbol);
  const view = await viewOf(store, { listing, levels: latest.levels, pollMs }, clock.nowMs());
  const { id: signModel, book } = inForce;
  return text({ view, book, signModel, settlement: listing.settlement });
}
