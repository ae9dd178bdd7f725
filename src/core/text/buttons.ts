import type { Button, MarketAction } from './message.ts';

const LABELS: Readonly<Record<MarketAction, string>> = {
  flip: 'Flip',
  gex: 'Gamma',
  flow: 'Flow',
  'by-hour': 'By hour',
  levels: 'Copy levels',
  'why-differs': 'Why differs?',
};

/** A button that leads to an explanation of the numbers. */
export function helpButton(symbol: string): Button {
  return { action: 'help', label: 'What is this?', symbol };
}

/** A button that posts an answer, seen by its asker alone, for everyone. */
export function shareButton(symbol: string, action: MarketAction): Button {
  return { action: `share:${action}`, label: 'Share', symbol };
}

/** Buttons that lead to answers about one market, in the order given. */
export function answerButtons(symbol: string, actions: readonly MarketAction[]): readonly Button[] {
  return actions.map((action) => ({ action, label: LABELS[action], symbol }));
}

/** Buttons that take the price 2 % down and up, each trade split by its cause. */
export function moveButtons(symbol: string): readonly Button[] {
  return [
    { action: 'flow-2', label: '−2%', symbol },
    { action: 'flow+2', label: '+2%', symbol },
  ];
}
