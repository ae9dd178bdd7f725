import type { Command } from 'commander';
import { z } from 'zod';
import { impliedVol } from '../core/math/implied-vol.ts';
import { optionFields, registerRowCommand } from './row-command.ts';

const row = z.object(
  { ...optionFields, price: z.number({ error: 'must be a number' }) },
  { error: 'must be an object' },
);

/** Adds `iv FILE [--json]`: the vol that explains each price, or why there is none. */
export function registerIv(program: Command): void {
  registerRowCommand(program, {
    name: 'iv',
    description: 'implied vol of rows {price, S, K, T, r, q, type}, as a fraction per year',
    row,
    answer: ({ price, S, K, T, r, q, type }) => {
      const { iv, status } = impliedVol({
        price,
        spot: S,
        strike: K,
        years: T,
        rate: r,
        dividendYield: q,
        isCall: type === 'call',
      });
      return { iv, status };
    },
  });
}
