/** Packages that traders use, without types of their own. Times are years, rates and vols fractions. */
declare module 'greeks' {
  type Side = 'call' | 'put';
  const greeks: {
    getDelta(s: number, k: number, t: number, v: number, r: number, side: Side): number;
    getGamma(s: number, k: number, t: number, v: number, r: number): number;
    /** Per vol point. */
    getVega(s: number, k: number, t: number, v: number, r: number): number;
    /** Per year divided by `scale`. */
    getTheta(
      s: number,
      k: number,
      t: number,
      v: number,
      r: number,
      side: Side,
      scale: number,
    ): number;
    /** Per 1.00 of rate divided by `scale`. */
    getRho(
      s: number,
      k: number,
      t: number,
      v: number,
      r: number,
      side: Side,
      scale: number,
    ): number;
  };
  export default greeks;
}

declare module 'implied-volatility' {
  const impliedVolatility: {
    getImpliedVolatility(
      price: number,
      s: number,
      k: number,
      t: number,
      r: number,
      side: 'call' | 'put',
    ): number;
  };
  export default impliedVolatility;
}
