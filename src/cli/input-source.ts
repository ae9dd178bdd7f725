import type { ImpliedForward } from '../core/chain/forward.ts';
import { formatInstant } from '../core/chain/instant.ts';
import type { Listing } from '../markets/market.ts';
import { type CalibratedChain, describeCaveat, type UsChain } from '../markets/us-options/index.ts';

/** What a CBOE document says about itself and what had to be inferred, with the names of `analyze --json`. */
export type CboeSource = Pick<UsChain, 'session' | 'openInterestSession'> &
  Pick<CalibratedChain, 'vols'> & {
    readonly kind: 'cboe-json' | 'cboe-csv';
    /** When the document was made, ISO instant; `asOf` is when its quotes were. */
    readonly documentTime: string;
    readonly caveats: readonly { readonly kind: string; readonly sentence: string }[];
    /** Where the listed contracts went. */
    readonly listed: UsChain['counts'];
    /** Continuous, per year: the middle one that quotes tell, else the one the user stated. */
    readonly rate: { readonly perYear: number; readonly from: 'parity' | 'stated' };
    /** One for each settlement instant ahead, in order of time. */
    readonly forwards: readonly (ImpliedForward & { readonly expiry: string })[];
  };

/** Clocks of machines that are kept right differ by less. */
export const AHEAD_MS_TOLD = 60_000;

/** A chain that a venue was asked for. */
export type LiveSource = Pick<Listing, 'venueName' | 'statedDelayMs' | 'termsOfUse'> & {
  readonly kind: 'live';
  /** New York date, `YYYY-MM-DD`; null where open interest is live. */
  readonly openInterestSession: string | null;
  /** How far the data time is ahead of this machine's clock, milliseconds; 0 where it is not. */
  readonly aheadMs: number;
};

/** Where a chain comes from; a chain file and a Deribit book are taken at their word. */
export type InputSource =
  | { readonly kind: 'chain-file' | 'deribit-book-summary' }
  | LiveSource
  | CboeSource;

/** The source of a parsed and calibrated document. */
export function cboeSource(
  kind: CboeSource['kind'],
  parsed: UsChain,
  { chain, forwards, vols }: CalibratedChain,
): CboeSource {
  const { session, openInterestSession, caveats, counts } = parsed;
  const ordered = [...forwards].toSorted(([a], [b]) => a - b);
  const isQuoted = ordered.some(
    ([, forward]) => forward.kind === 'parity' && forward.discountFrom === 'slope',
  );
  return {
    kind,
    documentTime: formatInstant(parsed.chain.asOfMs),
    session,
    openInterestSession,
    caveats: caveats.map((caveat) => ({ kind: caveat.kind, sentence: describeCaveat(caveat) })),
    listed: counts,
    rate: { perYear: chain.rate, from: isQuoted ? 'parity' : 'stated' },
    vols,
    forwards: ordered.map(([expiryMs, forward]) => ({
      expiry: formatInstant(expiryMs),
      ...forward,
    })),
  };
}
