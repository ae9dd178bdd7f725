import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import type { CboeDocument, CboeRow } from './cboe-fixtures.ts';

const DATA = new URL('../../../shared/data/', import.meta.url);
const FOLDER = new URL('cboe/', DATA);

/** Names of recorded files under a folder of the venue, without their ending; none where they are absent. */
export function recordedNames(folder: string, ending: string): readonly string[] {
  const place = new URL(`${folder}/`, FOLDER);
  if (!existsSync(place)) return [];
  const names = readdirSync(place).filter((name) => name.endsWith(ending));
  return names.map((name) => name.slice(0, -ending.length));
}

/** The text of a recorded file. */
export function recordedText(path: string): string {
  const bytes = readFileSync(new URL(path, FOLDER));
  return (path.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

/** What the collectors noted of one quote download. */
export type ProvenanceRow = {
  readonly name: string;
  readonly spot: number;
  readonly dateLine: string;
  readonly rows: number;
  readonly openInterest: number;
  readonly withoutOpenInterest: number;
  /** Null where the file has no such column. */
  readonly withoutVol: number | null;
};

/** The collectors' table of quote downloads. */
export function provenanceRows(): readonly ProvenanceRow[] {
  const place = new URL('PROVENANCE.md', DATA);
  if (!existsSync(place)) return [];
  const table = readFileSync(place, 'utf8')
    .split('\n')
    .filter((line) => /^\| \w+_\S+\.csv\.gz \|.*`Date: /.test(line));
  return table.map((line) => {
    const cells = line.split('|').map((cell) => cell.trim());
    const [, name = '', , , about = '', rows = '', openInterest, zeroInterest, zeroVol] = cells;
    const [, spot, dateLine = ''] = /, ([\d.]+), `Date: (.*)`$/.exec(about) ?? [];
    return {
      name: name.replace('.csv.gz', ''),
      spot: Number(spot),
      dateLine,
      rows: Number.parseInt(rows, 10),
      openInterest: Number(openInterest),
      withoutOpenInterest: Number(zeroInterest),
      withoutVol: zeroVol === 'no column' ? null : Number(zeroVol),
    };
  });
}

/** The named columns of a table without quotes. */
function records<Name extends string>(
  csv: string,
  names: readonly Name[],
): readonly Readonly<Record<Name, string>>[] {
  const [header = '', ...lines] = csv.trim().split(/\r?\n/);
  const places = names.map((name) => header.split(',').indexOf(name));
  return lines.map((line) => {
    const cells = line.split(',');
    const picked = names.map((name, index) => [name, cells[places[index] ?? -1] ?? '']);
    return Object.fromEntries(picked);
  });
}

/** What was computed while collecting, by file. */
export function computedRows() {
  const names = ['file', 'valuation_date', 'profile_at_spot_bn', 'expired_rows'] as const;
  return records(recordedText('quotedata_csv/COMPUTED.csv'), names);
}

/** A recorded session, put back from its flat table into the document that it was. */
export function dailyDocument(name: string): CboeDocument {
  const [ticker, filed] = [name.slice(0, -11), name.slice(-10)];
  const top = records(recordedText('daily_chain_csv/underlying.csv'), [
    ...['session_date', 'ticker', 'payload_timestamp', 'current_price', 'last_trade_time'],
  ]).find((row) => row.session_date === filed && row.ticker === ticker);
  const columns = ['option', 'bid', 'ask', 'iv', 'open_interest'] as const;
  const options = records(recordedText(`daily_chain_csv/${name}.csv.gz`), columns).map(
    ({ option, bid, ask, iv, open_interest }): CboeRow => ({
      option,
      bid: Number(bid),
      ask: Number(ask),
      iv: Number(iv),
      open_interest: Number(open_interest),
    }),
  );
  return {
    timestamp: top?.payload_timestamp,
    symbol: ticker,
    data: {
      options,
      current_price: Number(top?.current_price),
      last_trade_time: top?.last_trade_time,
    },
  };
}
