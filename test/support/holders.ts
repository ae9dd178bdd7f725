import type { TradedSince } from '../../src/core/trades/side-count.ts';

/** One side of an open contract and who holds it. */
type Side = { readonly isDealer: boolean; readonly isSeen: boolean };

/** What the two parties of a trade do, the buyer first. */
export type Deed = { readonly buyer: 'opens' | 'closes'; readonly seller: 'opens' | 'closes' };

/**
 * A market in one instrument in which each long and each short side has a holder, a dealer or not. A dealer is one party
 * of each trade of one contract; who closes is drawn from all who hold that side.
 */
export function aMarketOfHolders(draw: () => number) {
  const longs: Side[] = [];
  const shorts: Side[] = [];
  let since: TradedSince = { volumeContracts: 0, seenContracts: 0, signedContracts: 0, lastMs: 0 };

  /** The holder who leaves, if there is one of the kind. */
  const leave = (sides: Side[], isDealer: boolean | null): Side | undefined => {
    const fitting = sides.flatMap((side, index) =>
      isDealer === null || side.isDealer === isDealer ? [index] : [],
    );
    const at = fitting[Math.floor(draw() * fitting.length)];
    return at === undefined ? undefined : sides.splice(at, 1)[0];
  };
  return {
    /** Opens contracts before anyone watches; dealers are long so much of them, and short the rest. */
    openUnseen(contracts: number, dealersLong: number) {
      for (let index = 0; index < contracts; index++) {
        const isDealer = draw() < dealersLong;
        longs.push({ isDealer, isSeen: false });
        shorts.push({ isDealer: !isDealer, isSeen: false });
      }
    },
    /** One contract changes hands; who would close and has nothing opens instead. */
    trade({ buyer, seller }: Deed) {
      const covered = buyer === 'closes' ? leave(shorts, null) : undefined;
      const isDealerBuying = covered?.isDealer ?? draw() < 0.5;
      const sold = seller === 'closes' ? leave(longs, !isDealerBuying) : undefined;
      if (covered === undefined) longs.push({ isDealer: isDealerBuying, isSeen: true });
      if (sold === undefined) shorts.push({ isDealer: !isDealerBuying, isSeen: true });
      since = {
        volumeContracts: since.volumeContracts + 1,
        seenContracts: since.seenContracts + 1,
        signedContracts: since.signedContracts + (isDealerBuying ? 1 : -1),
        lastMs: 0,
      };
    },
    /** What the wire tells of the trades since it was last asked. */
    traded(): TradedSince {
      const told = since;
      since = { volumeContracts: 0, seenContracts: 0, signedContracts: 0, lastMs: 0 };
      return told;
    },
    openInterest: () => longs.length,
    dealersNet: () =>
      longs.filter(({ isDealer }) => isDealer).length -
      shorts.filter(({ isDealer }) => isDealer).length,
    seenShare: () =>
      [...longs, ...shorts].filter(({ isSeen }) => isSeen).length / (2 * longs.length || 1),
  };
}
