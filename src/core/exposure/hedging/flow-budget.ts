import type { TimeAndVol } from '../companions.ts';
import type { DealerBook } from '../dealer-book.ts';
import type { ContractExposures } from '../exposure.ts';
import { hedgeTrades } from '../hedge-flow.ts';

/** Shares of the daily σ. */
const SIGMAS = [-1, -0.5, 0.5, 1];

/** One line of the day's budget; positive: dealers buy. */
export type BudgetLine = {
  readonly units: number;
  readonly usd: number;
  /** Futures or perpetual contracts; null where no contract size was given. */
  readonly contracts: number | null;
};

/** What dealers may have to trade today, by cause, each alone. */
export type FlowBudget = {
  /** Moves of ±½ σ and ±1 σ, at the new price; empty where no 30-day vol is known. */
  readonly moves: readonly (BudgetLine & { readonly sigmas: number; readonly move: number })[];
  readonly charmToSettlement: BudgetLine;
  readonly vannaPerPointDown: BudgetLine;
  readonly vannaPerPointUp: BudgetLine;
  /** Gamma that leaves with the next expiry. */
  readonly rollOff: {
    readonly expiryMs: number;
    /** Net, dollars of delta per +1 %. */
    readonly gexUsd: number;
    /** Share of gross gamma, 0..1. */
    readonly grossShare: number;
  };
};

type Inputs = {
  readonly columns: ContractExposures;
  readonly dailySigma: number | null;
  readonly timeAndVol: TimeAndVol;
  readonly contractUsd: number | null;
};

/** The day's budget of hedge flows; the book must hold a contract. */
export function flowBudget(book: DealerBook, inputs: Inputs): FlowBudget {
  const { dailySigma, timeAndVol, contractUsd } = inputs;
  const line = (usd: number, spot: number): BudgetLine => ({
    units: usd / spot,
    usd,
    contracts: contractUsd === null ? null : usd / contractUsd,
  });
  const atSpot = (usd: number) => line(usd, book.chain.spot);
  const sigmas = dailySigma === null ? [] : SIGMAS.filter((each) => each * dailySigma > -1);
  const trades = hedgeTrades(
    book,
    sigmas.map((each) => each * (dailySigma ?? 0)),
  );
  return {
    moves: trades.map(({ move, units, spot }, index) => ({
      sigmas: sigmas[index] ?? 0,
      move,
      ...line(units * spot, spot),
    })),
    charmToSettlement: atSpot(timeAndVol.charmUsd),
    vannaPerPointDown: atSpot(timeAndVol.vannaUsd),
    vannaPerPointUp: atSpot(timeAndVol.vannaUpUsd),
    rollOff: rollOffOf(book, inputs.columns),
  };
}

function rollOffOf({ chain }: DealerBook, { gex }: ContractExposures): FlowBudget['rollOff'] {
  const expiryMs = chain.expiryMs.reduce((first, each) => Math.min(first, each));
  let net = 0;
  let gross = 0;
  let grossOfBook = 0;
  for (let row = 0; row < chain.size; row++) {
    const each = gex[row] ?? 0;
    grossOfBook += Math.abs(each);
    if (chain.expiryMs[row] !== expiryMs) continue;
    net += each;
    gross += Math.abs(each);
  }
  return { expiryMs, gexUsd: net, grossShare: grossOfBook > 0 ? gross / grossOfBook : 0 };
}
