import type { Levels } from '../exposure/levels.ts';

/** What a book that was re-priced for an answer rests on, its signs first. */
export function repricingFooter(signModel: Levels['signModel']): string {
  const signs =
    signModel === 'observed'
      ? 'Signs seen in trades; where not seen, dealers long calls, short puts.'
      : 'Signs assumed: dealers long calls, short puts.';
  return `${signs} If every open contract is with a dealer who re-hedges fully, and open interest stays. A ceiling, not a forecast. Not advice.`;
}
