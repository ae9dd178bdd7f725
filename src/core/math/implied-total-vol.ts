import { type Guess, guessTotalVol, type NormalisedPrice } from './implied-vol-guess.ts';
import { inverseNormalCdf } from './inverse-normal-cdf.ts';
import { blackOverVega, complementOverVega, logVega } from './normalised-black.ts';

/** The guess is good for two steps; further ones only serve prices at the edge of the number range. */
const MAX_STEPS = 5;
/** The steps converge with order four: after one this small the next would be below the last bit. */
const LAST_STEP = 1e-5;
/** Forward and strike this close count as equal; the quantities of the guess would underflow. */
const AT_THE_MONEY = 1e-60;

/** Newton's step and the two ratios of higher derivatives that the Householder(3) step needs. */
type Terms = { readonly newton: number; readonly halley: number; readonly third: number };

function termsAt(price: NormalisedPrice, s: number, zone: Guess['zone']): Terms {
  const { beta, complement, x } = price;
  const h = x / s;
  const bend = (h * h) / s - 0.25 * s;
  const twist = bend * bend - 3 * (h / s) * (h / s) - 0.25;
  switch (zone) {
    case 'low': {
      // Objective 1/ln b: the price spans hundreds of orders of magnitude here.
      const ratio = blackOverVega(x, s);
      const slope = 1 / ratio;
      const logB = Math.log(ratio) + logVega(x, s);
      const logBeta = Math.log(beta);
      const inverse = 1 / logB;
      const first = 1 + 2 * inverse;
      return {
        newton: ((logBeta - logB) * logB * ratio) / logBeta,
        halley: bend - slope * first,
        third:
          twist + 2 * slope * slope * (1 + 3 * inverse * (1 + inverse)) - 3 * bend * slope * first,
      };
    }
    case 'middle': {
      const newton = beta * Math.exp(-logVega(x, s)) - blackOverVega(x, s);
      return { newton, halley: bend, third: twist };
    }
    case 'high': {
      // Objective ln of the complement, which alone tells prices near the maximum apart.
      const ratio = complementOverVega(x, s);
      const slope = 1 / ratio;
      const newton = (Math.log(ratio) + logVega(x, s) - Math.log(complement)) * ratio;
      return { newton, halley: bend + slope, third: twist + slope * (2 * slope + 3 * bend) };
    }
  }
}

/** Total vol σ√T of a normalised price, by Jäckel's "Let's Be Rational" (see THIRD-PARTY.md). */
export function impliedTotalVol(price: NormalisedPrice): number {
  const { beta, complement, x } = price;
  if (-x < AT_THE_MONEY) return -2 * inverseNormalCdf(0.5 * complement, -0.5 * beta);
  const { s: guess, zone } = guessTotalVol(price);
  let s = guess;
  for (let step = 0; step < MAX_STEPS; step += 1) {
    const { newton, halley, third } = termsAt(price, s, zone);
    const change =
      (newton * (1 + 0.5 * halley * newton)) / (1 + newton * (halley + (third * newton) / 6));
    s += Math.max(-0.5 * s, change);
    if (Math.abs(change) <= LAST_STEP * s) break;
  }
  return s;
}
