import type { Levels } from '../exposure/levels.ts';
import { answerButtons, shareButton } from './buttons.ts';
import { perStep, tradeSize } from './hedge-words.ts';
import { assumptionFooter, dataLine, sourceWords, staleLines } from './lines.ts';
import { marketSentence } from './market-sentence.ts';
import type { Message } from './message.ts';
import { dollars, signedDollars, signOf } from './numbers.ts';
import { subject, toneOf } from './standing.ts';
import { age } from './times.ts';
import type { MarketView } from './view.ts';

const DAY_MS = 86_400_000;
/** Where many products stop counting. */
const NEAR_DAYS = 30;

function nearGexUsd({ expiries, dataTimeMs }: Levels): number {
  return expiries
    .filter(({ expiryMs }) => expiryMs <= dataTimeMs + NEAR_DAYS * DAY_MS)
    .reduce((sum, { gexUsd }) => sum + gexUsd, 0);
}

function unitLine(view: MarketView): string {
  const { gexUsd, spot } = view.levels;
  const size = tradeSize({ usd: gexUsd, units: gexUsd / spot, spot }, view);
  const same = [
    `${signedDollars(gexUsd)} per 1%`,
    `${signedDollars(gexUsd / (0.01 * spot))} ${perStep(view)}`,
    ...(size === null ? [] : [`${signOf(gexUsd)}${size} per 1%`]),
  ];
  return `**Unit** ${same.join(' = ')}`;
}

function delayWords(view: MarketView): string {
  return view.statedDelayMs === 0 ? `data ${age(view.ageMs)} old` : `data of ${sourceWords(view)}`;
}

/** Answer to `/why-differs`: what other products count differently, with this number under each way of counting. */
export function whyDiffersAnswer(view: MarketView): Message {
  const { levels, symbol, venueName, hours } = view;
  const { gexUsd } = levels;
  return {
    content: marketSentence(
      view,
      [`${subject(view)} dealer gamma ${signedDollars(gexUsd)} per 1% here`],
      [
        ': other products count other units, expiries, signs and clocks.',
        '; others count otherwise.',
      ],
    ),
    embed: {
      title: `${symbol} · why it differs elsewhere`,
      lines: [
        ...staleLines(view),
        unitLine(view),
        `**Expiries** all ${signedDollars(gexUsd)} · ${NEAR_DAYS} days and less ${signedDollars(nearGexUsd(levels))} per 1%`,
        `**Signs** dealers long calls, short puts ${signedDollars(gexUsd)} · the reverse ${signedDollars(-gexUsd)} · unsigned ${dollars(levels.grossGexUsd)}`,
        '**Gamma** computed here from each vol and forward, not the rounded one of the exchange',
        '**Clock** to the second of settlement; whole or trading days change the nearest expiries most',
        `**Delay** ${delayWords(view)}; many products show last night's open interest`,
        `**Venue** ${hours === 'always' ? `${venueName} alone` : `all US exchanges, as ${venueName} shows them`}`,
        dataLine(view),
      ],
      footer: assumptionFooter(view),
      tone: toneOf(levels),
    },
    chart: null,
    buttons: [
      ...answerButtons(symbol, ['gex', 'flip', 'flow']),
      shareButton(symbol, 'why-differs'),
    ],
  };
}
