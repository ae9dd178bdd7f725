import { type HedgeShift, hedgeTrade } from '../core/exposure/hedging/hedge-trade.ts';
import { flowAnswer } from '../core/text/flow-answer.ts';
import { whatIfAnswer, whatIfLimitsAnswer } from '../core/text/what-if-answer.ts';
import { answerFromBook } from './book-answer.ts';
import type { Command, CommandInput, CommandOption } from './command.ts';
import { marketCommand } from './market-command.ts';

/** Beyond these a book with today's open interest says nothing about any market. */
const LIMITS = {
  move: { min: -20, max: 20 },
  vol: { min: -20, max: 20 },
  hours: { min: 0, max: 720 },
} as const;

const WHAT_IF_OPTIONS: readonly CommandOption[] = [
  {
    name: 'move',
    description: 'What if the price moves by so many percent',
    type: 'number',
    required: false,
    ...LIMITS.move,
  },
  {
    name: 'vol',
    description: 'What if 30-day vol moves by so many points',
    type: 'number',
    required: false,
    ...LIMITS.vol,
  },
  {
    name: 'hours',
    description: 'What if so many hours have passed',
    type: 'number',
    required: false,
    ...LIMITS.hours,
  },
];

/** What the user wants to know about; null where they asked for the ladder. */
function shiftOf({ options }: CommandInput): HedgeShift | null {
  const { move, vol, hours } = options;
  if (move === undefined && vol === undefined && hours === undefined) return null;
  return {
    spotMove: Number(move ?? 0) / 100,
    volShiftPoints: Number(vol ?? 0),
    hours: Number(hours ?? 0),
  };
}

function isNothing({ spotMove, volShiftPoints, hours }: HedgeShift): boolean {
  return spotMove === 0 && volShiftPoints === 0 && hours === 0;
}

/** Discord holds to the limits where it offers the options; an old registration may not. */
function isWithinLimits({ options }: CommandInput): boolean {
  return (['move', 'vol', 'hours'] as const).every((name) => {
    const asked = Number(options[name] ?? 0);
    return asked >= LIMITS[name].min && asked <= LIMITS[name].max;
  });
}

const ladder = marketCommand({
  name: 'flow',
  description: 'What dealers would trade if the price moved',
  text: flowAnswer,
});

/** `/flow`: the ladder, or one trade over a price, a vol and a time that the user names. */
export const flow: Command = {
  ...ladder,
  options: [...ladder.options, ...WHAT_IF_OPTIONS],
  async run(input, context) {
    const shift = shiftOf(input);
    if (shift === null) return ladder.run(input, context);
    if (isNothing(shift) || !isWithinLimits(input)) return whatIfLimitsAnswer(LIMITS);
    return answerFromBook(input, context, ({ view, book, signModel, settlement }) =>
      whatIfAnswer(view, { shift, result: hedgeTrade(book, shift, settlement), signModel }),
    );
  },
};
