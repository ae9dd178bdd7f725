import type { QuotedContract } from '../../core/chain/chain.ts';
import { usSettlement } from '../../core/chain/expiry.ts';
import { fail, ok, type Result } from '../../core/result.ts';
import { type ListedFields, readContract } from './listed-contract.ts';
import { CONTRACT_CHARACTERS, readSeries, seriesPart } from './osi-name.ts';
import { plainSymbol, underlyingOf, unsuitableReason } from './underlying.ts';

/** Where the contracts of a document went; together they are all that it lists. */
export type ListedCounts = {
  readonly listed: number;
  readonly read: number;
  /** Names or numbers that are not what they must be. */
  readonly unreadable: number;
  /** Contracts that a split or merger changed. */
  readonly adjusted: number;
  /** Options on something else than the document is about. */
  readonly foreign: number;
  /** Further copies of a contract that say the same. */
  readonly duplicate: number;
  /** Every copy of a contract that is listed with different numbers. */
  readonly contradicted: number;
};

/** The contracts of one underlying, and where the others went. */
export type ContractsOf = {
  readonly symbol: string;
  readonly contracts: readonly QuotedContract[];
  readonly counts: ListedCounts;
};

/** Largest number of contracts read from one document: six times the largest recorded. */
export const CONTRACTS_MAX = 200_000;

/** One root and expiry. SPX and SPXW of one date are two: they settle at different instants. */
type Series = {
  readonly underlying: string;
  readonly isAdjusted: boolean;
  readonly expiryMs: number;
  readonly contracts: QuotedContract[];
  /** While strikes only rise and a put follows its call, no contract can be listed twice. */
  mayRepeat: boolean;
};

/** Collects the contracts of one document by series. */
export class ContractList {
  readonly #series = new Map<string, Series | null>();
  #listed = 0;
  #unreadable = 0;
  #lastPart = '';
  #lastSeries: Series | null = null;

  /** Takes one listed contract; what cannot be read is counted and forgotten. */
  add(fields: ListedFields): void {
    this.#listed += 1;
    const { name } = fields;
    const series = typeof name === 'string' ? this.#seriesOf(name) : null;
    const contract = series === null ? null : readContract(fields, String(name), series.expiryMs);
    if (series === null || contract === null) {
      this.#unreadable += 1;
      return;
    }
    const last = series.contracts.at(-1);
    if (last !== undefined && !follows(contract, last)) series.mayRepeat = true;
    series.contracts.push(contract);
  }

  /**
   * The contracts on the symbol that the document states (`_SPX`, `^SPX`), or where it states none on the
   * underlying that most contracts have. Fails where there is no such contract or the options are unsuitable.
   */
  finish(statedSymbol: string | null): Result<ContractsOf, string> {
    if (this.#listed === 0) return fail('it has no rows of options');
    const all = [...this.#series.values()].filter((series) => series !== null);
    const regular = all.filter((series) => !series.isAdjusted);
    const symbol = statedSymbol === null ? commonest(regular) : plainSymbol(statedSymbol);
    if (symbol === null) return fail(`none of its ${this.#listed} rows is a readable option`);
    const unsuitable = unsuitableReason(symbol);
    if (unsuitable !== null) return fail(unsuitable);
    const own = regular.filter((series) => series.underlying === symbol);
    const settled = own.map(({ mayRepeat, contracts }) =>
      mayRepeat ? withoutRepeats(contracts) : { contracts, contradicted: 0 },
    );
    const contracts = settled.flatMap((series) => series.contracts);
    const contradicted = settled.reduce((sum, series) => sum + series.contradicted, 0);
    if (contracts.length === 0) {
      return fail(`none of its ${this.#listed} rows is a readable option on ${symbol}`);
    }
    const adjusted = sizeOf(all) - sizeOf(regular);
    const foreign = sizeOf(regular) - sizeOf(own);
    return ok({
      symbol,
      contracts,
      counts: {
        listed: this.#listed,
        read: contracts.length,
        unreadable: this.#unreadable,
        adjusted,
        foreign,
        duplicate: sizeOf(own) - contracts.length - contradicted,
        contradicted,
      },
    });
  }

  #seriesOf(name: string): Series | null {
    // Documents are sorted by series, so nearly every name shares its series with the one before.
    if (this.#lastPart !== '' && name.length === this.#lastPart.length + CONTRACT_CHARACTERS) {
      if (name.startsWith(this.#lastPart)) return this.#lastSeries;
    }
    const part = seriesPart(name);
    if (part === null) return null;
    let series = this.#series.get(part);
    if (series === undefined) {
      series = newSeries(part);
      this.#series.set(part, series);
    }
    this.#lastPart = part;
    this.#lastSeries = series;
    return series;
  }
}

function newSeries(part: string): Series | null {
  const named = readSeries(part);
  if (named === null) return null;
  return {
    underlying: underlyingOf(named.root),
    isAdjusted: named.isAdjusted,
    expiryMs: usSettlement(named.root, named.date).settlesMs,
    contracts: [],
    mayRepeat: false,
  };
}

function follows(next: QuotedContract, last: QuotedContract): boolean {
  if (next.strike !== last.strike) return next.strike > last.strike;
  return last.type === 'call' && next.type === 'put';
}

/** Identical copies count once; copies that contradict each other are nobody's word. */
function withoutRepeats(contracts: readonly QuotedContract[]) {
  const groups = Map.groupBy(contracts, ({ strike, type }) => `${strike} ${type}`);
  const kept: QuotedContract[] = [];
  let contradicted = 0;
  for (const copies of groups.values()) {
    const versions = new Set(copies.map((copy) => JSON.stringify(copy)));
    if (versions.size === 1) kept.push(...copies.slice(0, 1));
    else contradicted += copies.length;
  }
  return { contracts: kept, contradicted };
}

function sizeOf(list: readonly Series[]): number {
  return list.reduce((total, series) => total + series.contracts.length, 0);
}

function commonest(list: readonly Series[]): string | null {
  const sizes = new Map<string, number>();
  for (const { underlying, contracts } of list) {
    sizes.set(underlying, (sizes.get(underlying) ?? 0) + contracts.length);
  }
  let best: readonly [string | null, number] = [null, 0];
  for (const [underlying, size] of sizes) if (size > best[1]) best = [underlying, size];
  return best[0];
}
