import type { PracticeDiscord } from '../discord/index.ts';
import type { PracticeExchange } from '../exchange/index.ts';

type Stage = {
  readonly discord: PracticeDiscord;
  readonly exchange: PracticeExchange;
  readonly clock: { nowMs(): number };
  readonly say: (line: string) => void;
  readonly signal: AbortSignal;
};

const MINUTE_MS = 60_000;
/** Twice the band that the alert rule asks for, so that both readings are clearly beyond it. */
const CLEAR_OF_FLIP = 0.015;

/** Waits for an instant of simulated time, or for the end of the demo. */
async function until(atMs: number, { clock, signal }: Stage): Promise<void> {
  while (clock.nowMs() < atMs && !signal.aborted)
    await new Promise((resume) => setTimeout(resume, 50));
}

function jump(stage: Stage, direction: 'above' | 'below'): void {
  const { exchange, say } = stage;
  const flipUsd = exchange.zeroGammaUsd('BTC');
  if (flipUsd === undefined) throw new Error('the practice book has no zero-gamma level');
  const usd = flipUsd * (direction === 'above' ? 1 + CLEAR_OF_FLIP : 1 - CLEAR_OF_FLIP);
  say(
    `exchange  BTC jumps from ${Math.round(exchange.spotUsd('BTC')).toLocaleString('en-US')} to ` +
      `${Math.round(usd).toLocaleString('en-US')}, ${direction} the ${Math.round(flipUsd).toLocaleString('en-US')} ` +
      'where its own maths puts zero gamma',
  );
  exchange.jumpTo('BTC', usd);
}

/** Opens the morning with spot clearly above the flip, so that there is something to fall through. */
export function openAbove(stage: Stage): void {
  jump(stage, 'above');
}

/** Types what an administrator and a trader would type. */
export async function typeCommands({ discord, say }: Stage): Promise<void> {
  const channelId = discord.channels[0]?.id ?? '';
  const type = async (name: string, subcommand: string | null, options: Record<string, string>) => {
    const words = Object.entries(options).map(([option, value]) => `${option}:${value}`);
    const typed = [`/${name}`, ...(subcommand === null ? [] : [subcommand]), ...words].join(' ');
    const answer = await discord.command({
      name,
      ...(subcommand === null ? {} : { subcommand }),
      options,
      channelId,
      as: 'admin',
    });
    say(`command   ${typed}`);
    say(`          → ${answer.content.split('\n')[0]}`);
  };
  await type('summary', 'set', { symbol: 'BTC', time: '08:00', zone: 'UTC' });
  await type('alert', 'add', { symbol: 'BTC' });
  await type('flip', null, { symbol: 'BTC' });
}

/** A morning in simulated time: quiet until after eight, a fall through the flip, and the way back. */
export async function playMorning(stage: Stage, eightMs: number): Promise<void> {
  await until(eightMs + 1.5 * MINUTE_MS, stage);
  if (stage.signal.aborted) return;
  jump(stage, 'below');
  await until(eightMs + 13.5 * MINUTE_MS, stage);
  if (stage.signal.aborted) return;
  jump(stage, 'above');
}
