import type { ImpliedForward } from '../core/chain/forward.ts';
import { formatInstant } from '../core/chain/instant.ts';
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

/** Where a chain comes from; a chain file and a Deribit book are taken at their word. */
export type InputSource =
  | { readonly kind: 'chain-file' | 'deribit-book-summary' }
  | { readonly kind: 'live'; readonly venueName: string; readonly termsOfUse: string }
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
