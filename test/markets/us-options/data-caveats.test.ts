import { describe, expect, it } from 'vitest';
import { dataCaveats } from '../../../src/markets/us-options/data-caveats.ts';

function kindsAt(session: string, openInterestSession: string) {
  return dataCaveats([], { session, openInterestSession }).map(({ kind }) => kind);
}

describe('CBOE caveats for the grade', () => {
  it.each([
    ['2026-11-24', '2026-11-24'],
    ['2026-11-23', '2026-11-24'],
    ['2026-11-20', '2026-11-23'],
    ['2026-11-25', '2026-11-27'],
  ])('accept prices of %s beside open interest of the morning of %s', (session, published) => {
    expect(kindsAt(session, published)).toEqual([]);
  });

  it.each([
    ['2026-11-20', '2026-11-24'],
    ['2026-11-24', '2026-11-27'],
  ])('know a feed that stands still since %s on %s', (session, published) => {
    expect(kindsAt(session, published)).toEqual(['old-session']);
  });

  it('keep their words', () => {
    const sessions = { session: '2026-11-24', openInterestSession: '2026-11-24' };
    expect(dataCaveats([{ kind: 'columns-missing', columns: ['IV'] }], sessions)).toEqual([
      { kind: 'columns-missing', reason: 'it lacks the columns IV' },
    ]);
  });
});
