import { fail, ok, type Result } from '../core/result.ts';
import { symbolMeant } from '../core/symbol-meant.ts';
import type { Message } from '../core/text/message.ts';
import { unknownSymbolAnswer, unsuitableSymbolAnswer } from '../core/text/unknown-symbol-answer.ts';
import type { Listing } from '../markets/market.ts';
import type { MarketRegistry } from '../markets/registry.ts';
import type { CommandInput, CommandOption } from './command.ts';

/** Longer than any listed symbol; what is typed is repeated in the answer. */
const SYMBOL_LENGTH_MAX = 20;

function symbolOption(required: boolean): CommandOption {
  return {
    name: 'symbol',
    description: 'Market, such as BTC',
    type: 'text',
    required,
    lengthMax: SYMBOL_LENGTH_MAX,
    suggest: (typed, { markets }) =>
      markets.listings
        .map(({ symbol }) => symbol)
        .filter((symbol) => symbol.includes(symbolMeant(typed))),
  };
}

/** The market asked about; the first listing where it is left out. */
export const SYMBOL_IF_ANY = symbolOption(false);

/** The market that a setting is for. */
export const SYMBOL = symbolOption(true);

/** The listing that a user named, or the answer to a name that is none. */
export function listingOf(
  { options }: CommandInput,
  markets: MarketRegistry,
): Result<Listing, Message> {
  const typed = String(options.symbol ?? markets.listings[0]?.symbol ?? '');
  const entry = markets.find(typed);
  if (entry !== undefined) return ok(entry.listing);
  const reason = markets.unsuitable(typed);
  if (reason !== undefined) return fail(unsuitableSymbolAnswer(typed, reason));
  return fail(
    unknownSymbolAnswer(
      typed,
      markets.listings.map(({ symbol }) => symbol),
    ),
  );
}
