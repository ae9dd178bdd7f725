import { amountOf } from '../practice/exchange/book.ts';
import { readInstrumentName } from '../practice/exchange/instrument.ts';
import type { PracticeMarket } from '../practice/exchange/market.ts';
import { openMarkets } from '../practice/exchange/open-markets.ts';
import { formatTable } from '../src/cli/table.ts';
import type { Chain, QuotedContract } from '../src/core/chain/chain.ts';
import { cleanChain } from '../src/core/chain/clean.ts';
import { dealerBook } from '../src/core/exposure/dealer-book.ts';
import { contractExposures } from '../src/core/exposure/exposure.ts';
import {
  type ObservedPositions,
  observedGammaShare,
  observedSigns,
} from '../src/core/exposure/observed-signs.ts';
import { SIGN_MODELS, type SignModel } from '../src/core/exposure/sign-model.ts';
import {
  accumulate,
  bookChain,
  observedPositions,
  type Positions,
} from '../src/core/trades/positions.ts';
import type { Trade } from '../src/core/trades/trade.ts';
import { parseBookSummaryDocument } from '../src/markets/deribit/index.ts';
import { readTradeRow } from '../src/markets/deribit/trade-row.ts';

const HOUR_MS = 3_600_000;
const START_MS = Date.UTC(2026, 10, 24, 9);
/** A bot runs for so many days from each seed, books open interest at every poll, and looks at the book twice a day. */
const RUN = { seeds: 16, days: 14, lookMs: 12 * HOUR_MS, pollMs: HOUR_MS / 12 };
/** Hour of the day's verdict. */
const VERDICT_HOUR = 21;
const GOAL_SHARE = 0.95;
/** From here on the model must know the side. */
const SEEN_MIN = 0.5;
/** Edges of the classes of λ in the table. */
const CLASSES = [0, 0.2, 0.35, 0.5, 0.65, 0.8, 1.001];

/** What the model says at one look beside the truth; gammas as shares of gross gamma. */
type Look = {
  readonly isVerdict: boolean;
  readonly seenShare: number;
  readonly observed: number;
  readonly naive: number;
  readonly truth: number;
};

type Open = Required<Pick<QuotedContract, 'instrument' | 'expiryMs' | 'openInterest'>>;

function tradesBetween(market: PracticeMarket, fromMs: number, toMs: number): Trade[] {
  const tape = market.tape();
  if (tape === undefined) return [];
  return [...tape.forwards(fromMs, toMs)].flatMap((trade) => {
    const read = readTradeRow(market.print.option(trade), { prefix: market.symbol, nowMs: toMs });
    return typeof read === 'string' ? [] : [read];
  });
}

function chainOf(market: PracticeMarket) {
  const quoted = parseBookSummaryDocument({ result: market.rows() });
  if (!quoted.ok) throw new Error(quoted.failure);
  return quoted.value;
}

/** Open interest as polls would bring it, without the cost of pricing a book each time. */
function openInterestOf(market: PracticeMarket) {
  const read = new Map<string, { lots: number; contract: Open }>();
  return (asOfMs: number) => {
    const holdings = market.tape()?.holdingsAt(asOfMs) ?? [];
    const contracts = [...holdings].map(([instrument, { openLots: lots }]) => {
      const known = read.get(instrument);
      if (known?.lots === lots) return known.contract;
      const expiryMs = known?.contract.expiryMs ?? readInstrumentName(instrument)?.expiryMs ?? 0;
      const contract = { instrument, expiryMs, openInterest: amountOf(market.symbol, lots) };
      read.set(instrument, { lots, contract });
      return contract;
    });
    return { asOfMs, contracts };
  };
}

function gammas(chain: Chain, model: SignModel) {
  const columns = contractExposures(dealerBook(chain, model));
  return { columns, net: columns.gex.reduce((sum, gex) => sum + gex, 0) };
}

function lookAt(market: PracticeMarket, chain: Chain, positions: ObservedPositions) {
  const naive = gammas(chain, SIGN_MODELS.naive);
  const gross = naive.columns.gex.reduce((sum, gex) => sum + Math.abs(gex), 0);
  return {
    seenShare: observedGammaShare(positions, chain, naive.columns) ?? 0,
    observed: gammas(chain, observedSigns(positions)).net / gross,
    naive: naive.net / gross,
    truth: market.trueNetGamma() / gross,
  };
}

/** One bot that starts in ignorance and watches one market for some days. */
function watch(seed: number): Look[] {
  let nowMs = START_MS;
  const market = openMarkets({ seed, symbols: ['BTC'], nowMs: () => nowMs }).get('BTC');
  if (market === undefined) throw new Error('BTC is not simulated');
  const chainAt = openInterestOf(market);
  const first = { positions: new Map(), chainMs: null, cursorMs: nowMs };
  let positions: Positions = bookChain(first, chainAt(nowMs));
  const looks: Look[] = [];
  while (nowMs < START_MS + RUN.days * 24 * HOUR_MS) {
    const chainMs = nowMs;
    nowMs += RUN.pollMs;
    positions = accumulate(positions, tradesBetween(market, chainMs + 1, nowMs));
    const seen = { positions, chainMs, cursorMs: nowMs };
    positions = bookChain(seen, chainAt(nowMs));
    if ((nowMs - START_MS) % RUN.lookMs !== 0) continue;
    const quoted = chainOf(market);
    const isVerdict = new Date(nowMs).getUTCHours() === VERDICT_HOUR;
    const observed = observedPositions({ positions, chainMs: nowMs }, quoted);
    looks.push({ isVerdict, ...lookAt(market, cleanChain(quoted), observed) });
  }
  return looks;
}

function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`;
}

function shareRight(looks: readonly Look[], model: 'observed' | 'naive'): string {
  if (looks.length === 0) return '';
  const right = looks.filter((look) => Math.sign(look[model]) === Math.sign(look.truth)).length;
  return percent(right / looks.length);
}

function errorOf(looks: readonly Look[], model: 'observed' | 'naive'): string {
  const squares = looks.map((look) => (look[model] - look.truth) ** 2);
  return looks.length === 0
    ? ''
    : percent(Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / looks.length));
}

/**
 * How well signs seen in trades recover the side of dealers' net gamma on the practice exchange, whose dealers are
 * known: the share of days on which the side is right, and the error of net gamma as a share of gross, by λ.
 */
export function benchObservedSigns(): string {
  const looks = Array.from({ length: RUN.seeds }, (_, index) => watch(index + 1)).flat();
  const days = looks.filter(({ isVerdict, seenShare }) => isVerdict && seenShare >= SEEN_MIN);
  const classes = CLASSES.slice(1).map((high, index) => {
    const low = CLASSES[index] ?? 0;
    const within = looks.filter(({ seenShare }) => seenShare >= low && seenShare < high);
    return [
      `${percent(low)} to ${percent(Math.min(1, high))}`,
      String(within.length),
      shareRight(within, 'observed'),
      errorOf(within, 'observed'),
      shareRight(within, 'naive'),
      errorOf(within, 'naive'),
    ];
  });
  const head = ['gamma seen', 'looks', 'side right', 'error', 'naive: side right', 'error'];
  return [
    formatTable([head, ...classes]),
    `Days with at least ${percent(SEEN_MIN)} of gamma seen: ${days.length} of ${RUN.seeds * RUN.days}; ` +
      `true side on ${shareRight(days, 'observed')} of them (goal ${percent(GOAL_SHARE)}), by naive signs on ${shareRight(days, 'naive')}.`,
  ].join('\n');
}
