/** Beyond this the tail is below 1e-15, far under the eight decimals that prices carry. */
const TAIL = 8;

/** Standard normal density. */
export function density(x: number): number {
  return Math.exp(-0.5 * x * x) / Math.sqrt(2 * Math.PI);
}

/** Standard normal distribution by Marsaglia's series (J. Stat. Softw. 11(4), 2004). */
export function distribution(x: number): number {
  if (x < -TAIL) return 0;
  if (x > TAIL) return 1;
  let term = x;
  let sum = x;
  for (let odd = 3; Math.abs(term) > 1e-17; odd += 2) {
    term *= (x * x) / odd;
    sum += term;
  }
  return 0.5 + sum * density(x);
}

export type CoinOption = {
  readonly forwardUsd: number;
  readonly strikeUsd: number;
  /** Volatility times the square root of years. */
  readonly deviation: number;
  readonly isCall: boolean;
};

/** Price of an inverse option in coins: Black's 1976 formula at rate 0, divided by the forward. */
export function coinPrice({ forwardUsd, strikeUsd, deviation, isCall }: CoinOption): number {
  const ratio = strikeUsd / forwardUsd;
  const upper = -Math.log(ratio) / deviation + deviation / 2;
  const side = isCall ? 1 : -1;
  const value = distribution(side * upper) - ratio * distribution(side * (upper - deviation));
  return Math.max(0, side * value);
}
