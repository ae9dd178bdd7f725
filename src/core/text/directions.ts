import type { ConfirmedSide } from '../alerts/rule.ts';
import type { FlipRoot } from '../exposure/flip.ts';
import type { Levels, Rung } from '../exposure/levels.ts';
import { sizeAside } from './hedge-words.ts';
import { dollars, level } from './numbers.ts';
import type { MarketView } from './view.ts';

/** Turns of gamma nearer than this lie inside a rung of the ladder, so that its sign alone would mislead. */
const TURN_DISTANCE_MAX = 0.02;

/** What dealers do, by the sign of that very number: positive buys. */
export function tradeWord(amount: number): 'buy' | 'sell' | 'none' {
  if (amount === 0) {
    return 'none';
  }
  return amount > 0 ? 'buy' : 'sell';
}

/** One dealer trade in words: `sell $31.1M`. */
export function trade(usd: number): string {
  const word = tradeWord(usd);
  return word === 'none' ? 'no trade' : `${word} ${dollars(usd)}`;
}

/** What a move makes dealers do: `sell $31.1M`, `trade nothing`. */
export function madeTrade(usd: number): string {
  return usd === 0 ? 'trade nothing' : trade(usd);
}

/** One rung's trade in dollars and in what readers hedge with: `sell $31.1M (441 BTC)`, `buy $18.5bn (50k ES)`. */
export function rungTrade(rung: Rung, view: MarketView): string {
  return rung.usd === 0 ? 'no trade' : `${trade(rung.usd)}${sizeAside(rung, view)}`;
}

/** The rung of a move such as −0.01, or null where the ladder has none. */
export function rungAt(ladder: readonly Rung[], move: number): Rung | null {
  return ladder.find((rung) => Math.abs(rung.move - move) < 1e-9) ?? null;
}

/** How hedging acts on the price, from the signs of the ±1 % trades; null where both of them are unknown or nothing. */
export function hedgingEffect(ladder: readonly Rung[]): string | null {
  const fall = tradeWord(rungAt(ladder, -0.01)?.usd ?? 0);
  const rise = tradeWord(rungAt(ladder, 0.01)?.usd ?? 0);
  if (fall === 'none') return onRises(rise);
  if (rise === 'none') return onFalls(fall);
  if (fall === 'buy') {
    return rise === 'sell' ? 'leans against moves' : 'adds to rises and cushions falls';
  }
  return rise === 'buy' ? 'adds to moves' : 'adds to falls and leans on rises';
}

function onFalls(word: ReturnType<typeof tradeWord>): string | null {
  if (word === 'none') return null;
  return word === 'sell' ? 'adds to falls' : 'cushions falls';
}

function onRises(word: ReturnType<typeof tradeWord>): string | null {
  if (word === 'none') return null;
  return word === 'buy' ? 'adds to rises' : 'leans on rises';
}

/** How hedging acts on a move that goes on past a crossing, from the sign of the ±1 % trade that faces it. */
export function hedgingEffectBeyond(ladder: readonly Rung[], to: ConfirmedSide): string | null {
  const whole = hedgingEffect(ladder);
  if (whole === 'leans against moves') {
    return whole;
  }
  const word = tradeWord(rungAt(ladder, to === 'short' ? -0.01 : 0.01)?.usd ?? 0);
  return to === 'short' ? onFalls(word) : onRises(word);
}

/** Where dealers' trades turn within ±2 % of spot: `selling starts above 72,180`. */
export type Turns = { readonly below: string | null; readonly above: string | null };

function turnWords(symbol: string, root: FlipRoot | undefined, where: string): string | null {
  if (root === undefined) return null;
  return `${root.slopeSign === 1 ? 'selling' : 'buying'} starts ${where} ${level(symbol, root.spot)}`;
}

/**
 * The turns nearest to spot on each side. Past a root at which gamma goes from negative to positive dealers sell, in
 * whichever direction it is passed; past the opposite kind they buy.
 */
export function turnsOf(levels: Levels): Turns {
  return turnsWithin(levels, TURN_DISTANCE_MAX);
}

/** The same of turns no farther than a fraction of spot: inside a rung they change what its trade is made of. */
export function turnsWithin({ symbol, spot, flip }: Levels, distanceMax: number): Turns {
  const near = flip.roots
    .filter((root) => Math.abs(root.spot / spot - 1) <= distanceMax)
    .toSorted((a, b) => a.spot - b.spot);
  return {
    below: turnWords(
      symbol,
      near.findLast((root) => root.spot < spot),
      'below',
    ),
    above: turnWords(
      symbol,
      near.find((root) => root.spot >= spot),
      'above',
    ),
  };
}

/** The turns that there are, below first. */
export function turns(levels: Levels): readonly string[] {
  const { below, above } = turnsOf(levels);
  return [below, above].filter((turn) => turn !== null);
}
