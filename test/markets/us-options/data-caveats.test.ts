import { describe, expect, it } from 'vitest';
import { dataCaveats } from '../../../src/markets/us-options/data-caveats.ts';
import { sessionDueAt } from '../../../src/markets/us-options/session.ts';

function kindsSeen(session: string, at: string) {
  return dataCaveats([], { session, sessionDue: sessionDueAt(Date.parse(at)) }).map(
    ({ kind }) => kind,
  );
}

describe('caveats of US documents for the grade', () => {
  it.each([
    ['2026-11-24', '2026-11-24T15:30:00Z'],
    // Delayed prices of the open are those of the evening before.
    ['2026-11-23', '2026-11-24T14:45:00Z'],
    ['2026-11-20', '2026-11-22T18:00:00Z'],
    // Thanksgiving has no session.
    ['2026-11-25', '2026-11-27T13:00:00Z'],
    // A fund that has traded before the open is ahead of the others.
    ['2026-11-24', '2026-11-24T13:00:00Z'],
  ])('accept prices of %s seen at %s', (session, at) => {
    expect(kindsSeen(session, at)).toEqual([]);
  });

  it.each([
    ['2026-11-23', '2026-11-24T15:01:00Z'],
    ['2026-11-20', '2026-11-24T13:00:00Z'],
    ['2026-11-25', '2026-11-27T18:00:00Z'],
  ])('know a feed that stands still since %s at %s', (session, at) => {
    expect(kindsSeen(session, at)).toEqual(['old-session']);
  });

  it('keep their words', () => {
    const sessions = { session: '2026-11-24', sessionDue: '2026-11-24' };
    expect(dataCaveats([{ kind: 'columns-missing', columns: ['IV'] }], sessions)).toEqual([
      { kind: 'columns-missing', reason: 'it lacks the columns IV' },
    ]);
  });
});
