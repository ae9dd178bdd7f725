import { describe, expect, it } from 'vitest';
import { configuredMarkets, type VenueSettings } from '../../src/markets/configured-markets.ts';
import { Secret } from '../../src/secret.ts';

const SETTINGS: VenueSettings = {
  symbols: ['BTC'],
  deribitUrl: 'https://deribit.invalid',
  cboeUrl: 'https://cboe.invalid',
  tradier: { url: 'https://tradier.invalid', token: new Secret('canary') },
  bybitUrl: 'https://bybit.invalid',
};

function venueOf(symbol: string, settings: Partial<VenueSettings> = {}): string {
  const markets = configuredMarkets({ ...SETTINGS, symbols: [symbol], ...settings }, Date.now);
  return markets.ok ? (markets.value.find(symbol)?.listing.venue ?? 'none') : markets.failure;
}

describe('the markets of an installation', () => {
  it('prefer the operator’s own key to what anybody may read', () => {
    expect(venueOf('SPX')).toBe('tradier');
    expect(venueOf('SPX', { tradier: null })).toBe('cboe');
    expect(venueOf('SPX', { cboeUrl: null })).toBe('tradier');
    expect(venueOf('AMD')).toBe('tradier');
  });

  it('never take a coin for the stock of the same ticker', () => {
    expect(venueOf('BTC')).toBe('deribit');
    expect(venueOf('ETH')).toBe('deribit');
  });

  it('read Bybit under names of its own', () => {
    expect(venueOf('BTC.BYBIT')).toBe('bybit');
    expect(venueOf('ETH.BYBIT')).toBe('bybit');
  });

  it('say what to do where nothing that is switched on lists a symbol', () => {
    const off = { tradier: null, cboeUrl: null };
    expect(venueOf('SPX', off)).toMatch(/CBOE_TERMS=accepted.*TRADIER_TOKEN/);
    expect(venueOf('DOGE.BYBIT')).toMatch(/cannot be served.*Known symbols: .*BTC\.BYBIT/);
    expect(venueOf('FOO', off)).toMatch(/may be a US ticker.*CBOE_TERMS=accepted/);
  });

  it('say first why nobody can serve a symbol, whatever is switched on or listed beside it', () => {
    const why = /^"VIX" cannot be served: VIX options settle on VIX futures/;
    const off = { tradier: null, cboeUrl: null };
    expect(venueOf('VIX')).toMatch(why);
    expect(venueOf('VIX', off)).toMatch(why);
    expect(venueOf('VIX', off)).not.toContain('CBOE_TERMS');
    expect(venueOf('VIX', { ...off, symbols: ['BTC', 'SPX', 'FOO.BAR', 'VIX'] })).toMatch(why);
    const running = configuredMarkets({ ...SETTINGS, ...off }, Date.now);
    expect(running.ok && running.value.unsuitable(' vix ')).toMatch(/^VIX options settle/);
  });

  it.each([
    ['SPX', ['^SPX', '_SPX', '$SPX', '.spx', ' spx ', 'SPXW', '^SPXW']],
    ['BTC', ['btc', 'BTC-USD', 'BTC/USD', 'BTCUSD']],
    ['BTC_USDC', ['BTC_USDC', 'BTCUSDC', 'btc-usdc']],
    ['SOL_USDC', ['SOL', 'SOL-USD', 'SOLUSDC']],
    ['BTC.BYBIT', ['btc.bybit']],
  ])('find %s under the names that people and venues use', (symbol, names) => {
    const symbols = ['BTC', 'BTC_USDC', 'SOL_USDC', 'SPX', 'BTC.BYBIT'];
    const markets = configuredMarkets({ ...SETTINGS, symbols }, Date.now);
    if (!markets.ok) throw new Error(markets.failure);
    for (const name of names) expect(markets.value.find(name)?.listing.symbol).toBe(symbol);
    expect(markets.value.find('ETH')).toBeUndefined();
    expect(markets.value.find('SOL_BYBIT')).toBeUndefined();
  });

  it('may be switched on as venues write them, but not by the root of another symbol', () => {
    const markets = configuredMarkets({ ...SETTINGS, symbols: ['^SPX', 'SPX'] }, Date.now);
    const listed = markets.ok ? markets.value.listings.map(({ symbol }) => symbol) : [];
    expect(listed).toEqual(['SPX']);
    expect(venueOf('SPXW')).toMatch(/^"SPXW" cannot be served: SPXW options are options on SPX/);
    expect(venueOf('VIXW')).toMatch(/^"VIXW" cannot be served: VIX options settle on VIX futures/);
  });

  it('tell each listing which others of its book are read', () => {
    const symbols = ['BTC', 'BTC.BYBIT', 'ETH'];
    const markets = configuredMarkets({ ...SETTINGS, symbols }, Date.now);
    const alsoRead = (symbol: string) =>
      markets.ok ? markets.value.find(symbol)?.listing.alsoRead : 'no markets';
    expect(alsoRead('BTC')).toEqual(['Bybit', 'BTC.BYBIT']);
    expect(alsoRead('BTC.BYBIT')).toEqual(['Deribit', 'BTC']);
    expect(alsoRead('ETH')).toBeUndefined();
  });
});
