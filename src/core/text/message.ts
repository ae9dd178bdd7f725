import type { Chart } from './chart.ts';

/** Colour of the embed bar: blue long, amber short, grey at the flip or withheld. Never the only carrier of meaning. */
export type Tone = 'long' | 'short' | 'none';

/** A command that answers about one symbol. */
export type MarketAction = 'flip' | 'gex' | 'flow' | 'by-hour' | 'levels' | 'why-differs';

/** `/flow` with a move of so many percent. */
export type MoveAction = 'flow-2' | 'flow+2';

/** What a button asks for; every button leads to something that a slash command can do as well. `share:flip` posts the answer of `flip` for everyone. */
export type ButtonAction = MarketAction | MoveAction | 'help' | `share:${MarketAction}`;

export type Button = {
  readonly action: ButtonAction;
  readonly label: string;
  readonly symbol: string;
};

export type Embed = {
  readonly title: string;
  /** Lines of the description, Discord markdown. */
  readonly lines: readonly string[];
  readonly footer: string;
  readonly tone: Tone;
};

/** What the bot says, free of Discord: `discord/render.ts` turns it into a payload within Discord's limits. */
export type Message = {
  /** The sentence a phone shows: plain text, at most 120 characters, true alone. */
  readonly content: string;
  readonly embed: Embed | null;
  readonly chart: Chart | null;
  readonly buttons: readonly Button[];
};

/** A message of one sentence. */
export function sentence(content: string): Message {
  return { content, embed: null, chart: null, buttons: [] };
}
