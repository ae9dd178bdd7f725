import type { Command } from 'commander';
import { z } from 'zod';
import { emptyGreeks, greeks } from '../core/math/black.ts';
import { optionFields, positive, registerRowCommand } from './row-command.ts';

const row = z.object({ ...optionFields, vol: positive }, { error: 'must be an object' });

/** Adds `greeks FILE [--json]`: price and twelve greeks of single options. */
export function registerGreeks(program: Command): void {
  registerRowCommand(program, {
    name: 'greeks',
    description:
      'price and greeks of rows {S, K, T, vol, r, q, type}, per 1.00 of vol and per year',
    row,
    answer: ({ S, K, T, vol, r, q, type }) => {
      const answer = emptyGreeks();
      greeks(
        {
          spot: S,
          strike: K,
          years: T,
          vol,
          rate: r,
          dividendYield: q,
          isCall: type === 'call',
        },
        answer,
      );
      return answer;
    },
  });
}
