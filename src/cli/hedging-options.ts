import { InvalidArgumentError, Option } from 'commander';
import type { HedgingInputs } from '../core/exposure/hedging/hedging-report.ts';
import { fail, ok, type Result } from '../core/result.ts';

/** More dollars than any market trades in a day; beyond it a unit was mistaken. */
const USD_MAX = 1e15;
/** Room for a name, a place and a date. */
const SOURCE_CHARACTERS_MAX = 200;

/** What the asker says about a market, as commander hands it over. */
export type HedgingOptions = {
  readonly dailyVolumeUsd?: number;
  readonly volumeSource?: string;
  readonly contractUsd?: number;
};

/** `--daily-volume-usd N --volume-source TEXT --contract-usd N`. */
export function hedgingOptions(): readonly Option[] {
  return [
    new Option(
      '--daily-volume-usd <dollars>',
      'dollars traded a day in what dealers hedge with, for the amplification; with --volume-source',
    ).argParser(parseUsd),
    new Option(
      '--volume-source <text>',
      'where that volume is stated, such as "ES average, CME, October 2026"',
    ).argParser(parseSource),
    new Option(
      '--contract-usd <dollars>',
      'dollars of one futures or perpetual contract, to count flows in',
    ).argParser(parseUsd),
  ];
}

/** The inputs of the hedging report; fails where a volume stands without its source, or a source without its volume. */
export function hedgingInputsOf(
  options: HedgingOptions,
): Result<Omit<HedgingInputs, 'terms'>, string> {
  const { dailyVolumeUsd, volumeSource, contractUsd = null } = options;
  if (dailyVolumeUsd !== undefined && volumeSource !== undefined)
    return ok({ volume: { usdPerDay: dailyVolumeUsd, source: volumeSource }, contractUsd });
  if (dailyVolumeUsd === undefined && volumeSource === undefined)
    return ok({ volume: null, contractUsd });
  return fail(
    '--daily-volume-usd and --volume-source go together: no number without the place where it can be looked up',
  );
}

function parseUsd(text: string): number {
  const usd = text.trim() === '' ? Number.NaN : Number(text);
  if (usd > 0 && usd <= USD_MAX) return usd;
  throw new InvalidArgumentError(
    `It must be a number of dollars, more than 0 and up to ${USD_MAX}.`,
  );
}

/** Shown on a terminal again: no characters that steer one. */
function parseSource(text: string): string {
  const source = text.replaceAll(/\p{Cc}/gu, ' ').trim();
  if (source !== '' && source.length <= SOURCE_CHARACTERS_MAX) return source;
  throw new InvalidArgumentError(`It must be a text of 1 to ${SOURCE_CHARACTERS_MAX} characters.`);
}
