import { describe, expect, it } from 'vitest';
import { evaluateRules } from '../../../src/core/alerts/evaluate.ts';
import { FLIP_CROSS_START } from '../../../src/core/alerts/rule.ts';
import { accompanied, SOME_COMPANIONS } from '../../support/companions.ts';
import { aView, DATA_TIME_MS, someLevels } from '../../support/market-view.ts';

const POLL_MS = 300_000;

/** What a rule with a role sends at the confirming reading below the flip, given the distances of further readings. */
function alertAt(readings: readonly (number | null)[]) {
  const levels = accompanied(someLevels({ spot: 71_000 }), { ...SOME_COMPANIONS, readings });
  const before = DATA_TIME_MS - POLL_MS;
  const [transition] = evaluateRules(
    [
      {
        rule: {
          ...{ id: 1, guildId: '1', channelId: '2', ownerId: '3', symbol: 'BTC' },
          kind: 'flip_cross',
          roleId: '77',
        },
        state: {
          ...FLIP_CROSS_START,
          side: 'long',
          sinceMs: before - 10 * POLL_MS,
          lastOnSide: { atMs: before - POLL_MS, spot: 73_000, flip: 72_180 },
          pending: {
            side: 'short',
            count: 1,
            firstMs: before,
            unbroken: { sinceMs: before, lastMs: before },
          },
          lastReadingMs: before,
        },
        version: 1,
        openAlert: null,
      },
    ],
    {
      view: aView(levels),
      pollMs: POLL_MS,
      faults: [],
      isQuiet: () => false,
      scheduledShares: new Map(),
    },
  );
  return transition?.outbox[0];
}

describe('the mention of an alert', () => {
  it('is made when every reading has spot beyond its flip', () => {
    const alert = alertAt([0.01, 0.002, -0.004, -0.001, 0.001]);
    expect(alert?.mentionRoleId).toBe('77');
    expect(alert?.message.content).toContain('Deribit dealer hedging now adds to falls.');
  });

  it('is left out when a reading disagrees, and the sentence says how many agree', () => {
    const alert = alertAt([0.01, -0.03, -0.004, -0.028, 0.001]);
    expect(alert?.mentionRoleId).toBeNull();
    expect(alert?.message.content).toBe(
      'BTC fell through its gamma flip on 4 of 6 readings: 71,000 vs 72,180 at 08:14 UTC. Not all readings agree.',
    );
    expect(alert?.message.embed?.lines.join('\n')).toContain(
      '**Agreement** 4 of 6 readings have spot below their flip (70,010–72,900)',
    );
  });

  it('is made where a way of counting has no flip, and the alert says so', () => {
    const alert = alertAt([0.01, null, -0.004, null, 0.001]);
    expect(alert?.mentionRoleId).toBe('77');
    expect(alert?.message.embed?.lines.join('\n')).toContain(
      '4 of 4 readings have spot below their flip (71,890–72,900), 2 have none',
    );
  });
});
