import { InvalidArgumentError, Option } from 'commander';
import type { HedgingInputs } from '../core/exposure/hedging/hedging-report.ts';
import { fail, ok, type Result } from '../core/result.ts';

/** More dollars than any market trades in a day; beyond it a unit was mistaken. */
const USD_MAX = 1e15;
/** Room for a name, a place and a date. */
const SOURCE_CHARACTERS_MAX = 200;
/** Each point of the example path re-prices the book, and there are four an interval. */
const REBALANCE_MINUTES_MIN = 5;
const REBALANCE_MINUTES_MAX = 24 * 60;
const HEDGE_COST_MAX = 0.1;
/** Per dollar: from one who fears the loss of a trillion to one who fears that of a dollar. */
const RISK_AVERSION_MIN = 1e-12;
const RISK_AVERSION_MAX = 1;

/** What the asker says about a market, as commander hands it over. */
export type HedgingOptions = {
  readonly dailyVolumeUsd?: number;
  readonly volumeSource?: string;
  readonly contractUsd?: number;
  readonly rebalanceMinutes: number;
  readonly hedgeCost?: number;
  readonly riskAversion?: number;
};

/** `--daily-volume-usd N --volume-source TEXT --contract-usd N --rebalance-minutes N --hedge-cost N --risk-aversion N`. */
export function hedgingOptions(): readonly Option[] {
  return [
    new Option(
      '--daily-volume-usd <dollars>',
      'dollars traded a day in what dealers hedge with, for the amplification; with --volume-source',
    ).argParser(numberFrom('a number of dollars', Number.MIN_VALUE, USD_MAX)),
    new Option(
      '--volume-source <text>',
      'where that volume is stated, such as "ES average, CME, October 2026"',
    ).argParser(parseSource),
    new Option(
      '--contract-usd <dollars>',
      'dollars of one futures or perpetual contract, to count flows in',
    ).argParser(numberFrom('a number of dollars', Number.MIN_VALUE, USD_MAX)),
    new Option(
      '--rebalance-minutes <minutes>',
      'how often dealers trade who hedge at intervals, for the rebalancing policies',
    )
      .argParser(parseMinutes)
      .default(60),
    new Option(
      '--hedge-cost <fraction>',
      'what trading costs dealers, 0.0001 for one basis point, for the hedging band; with --risk-aversion',
    ).argParser(numberFrom('a fraction of what is traded', Number.MIN_VALUE, HEDGE_COST_MAX)),
    new Option(
      '--risk-aversion <per dollar>',
      "dealers' absolute risk aversion per dollar, such as 1e-7, for the hedging band",
    ).argParser(numberFrom('a risk aversion per dollar', RISK_AVERSION_MIN, RISK_AVERSION_MAX)),
  ];
}

/**
 * The inputs of the hedging report; fails where a volume stands without its source, a cost without a risk aversion, or
 * either the other way round.
 */
export function hedgingInputsOf(
  options: HedgingOptions,
): Result<Omit<HedgingInputs, 'terms'>, string> {
  const { dailyVolumeUsd, volumeSource, hedgeCost, riskAversion } = options;
  if ((dailyVolumeUsd === undefined) !== (volumeSource === undefined))
    return fail(
      '--daily-volume-usd and --volume-source go together: no number without the place where it can be looked up',
    );
  if ((hedgeCost === undefined) !== (riskAversion === undefined))
    return fail(
      '--hedge-cost and --risk-aversion go together: the width of the band hangs on both',
    );
  return ok({
    volume:
      dailyVolumeUsd === undefined || volumeSource === undefined
        ? null
        : { usdPerDay: dailyVolumeUsd, source: volumeSource },
    contractUsd: options.contractUsd ?? null,
    rebalanceMinutes: options.rebalanceMinutes,
    band:
      hedgeCost === undefined || riskAversion === undefined
        ? null
        : { cost: hedgeCost, riskAversionPerUsd: riskAversion },
  });
}

function parseMinutes(text: string): number {
  const minutes = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (minutes >= REBALANCE_MINUTES_MIN && minutes <= REBALANCE_MINUTES_MAX) return minutes;
  throw new InvalidArgumentError(
    `It must be a whole number of minutes from ${REBALANCE_MINUTES_MIN} to ${REBALANCE_MINUTES_MAX}.`,
  );
}

function numberFrom(what: string, least: number, most: number): (text: string) => number {
  return (text) => {
    const value = text.trim() === '' ? Number.NaN : Number(text);
    if (value >= least && value <= most) return value;
    const from = least === Number.MIN_VALUE ? 'more than 0 and' : `from ${least}`;
    throw new InvalidArgumentError(`It must be ${what}, ${from} up to ${most}.`);
  };
}

/** Shown on a terminal again: no characters that steer one. */
function parseSource(text: string): string {
  const source = text.replaceAll(/\p{Cc}/gu, ' ').trim();
  if (source !== '' && source.length <= SOURCE_CHARACTERS_MAX) return source;
  throw new InvalidArgumentError(`It must be a text of 1 to ${SOURCE_CHARACTERS_MAX} characters.`);
}
