import { describe, expect, it } from 'vitest';
import { notInHereLines } from '../../../src/core/text/not-in-here.ts';
import { aView } from '../../support/market-view.ts';

function lineOf(view: Partial<ReturnType<typeof aView>>): string {
  return notInHereLines({ ...aView(), lastSameDay: null, ...view }).join();
}

describe('what is not in here', () => {
  it('is every other place where a coin’s options trade', () => {
    expect(lineOf({})).toBe('**Not in here** IBIT and other US-listed options, CME, OKX, Bybit');
    expect(lineOf({ symbol: 'BTC.BYBIT', venueName: 'Bybit' })).toBe(
      '**Not in here** Deribit, IBIT and other US-listed options, CME, OKX',
    );
  });

  it('loses what the installation reads, and of many funds only that one', () => {
    const alsoRead = ['Bybit', 'BTC.BYBIT', 'Cboe', 'IBIT'];
    expect(lineOf({ alsoRead })).toBe('**Not in here** US-listed options besides IBIT, CME, OKX');
  });

  it('is nothing where nothing is known to be missing', () => {
    expect(lineOf({ symbol: 'SPX', unit: 'index units', venueName: 'Cboe' })).toBe('');
  });
});
