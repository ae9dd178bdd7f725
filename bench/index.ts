import { formatTable } from '../src/cli/table.ts';
import { benchAnalysis } from './analysis.ts';
import { benchCboeDocument } from './cboe-document.ts';
import { benchGreeks } from './greeks.ts';
import { benchImpliedVol } from './implied-vol.ts';
import { formatRows } from './measure.ts';
import { benchObservedSigns } from './observed-signs.ts';
import { benchProfile } from './profile.ts';

// Minutes long and about correctness, so only where it is asked for: `npm run bench -- observed`.
if (process.argv[2] === 'observed') {
  console.log(benchObservedSigns());
  process.exit(0);
}

console.log(`Node ${process.version} on ${process.platform} ${process.arch}.`);
console.log('Contenders take turns within one run; medians of 15 rounds.\n');
for (const bench of [benchProfile, benchGreeks, benchImpliedVol]) {
  console.log(`${formatRows(bench())}\n`);
}
const durations = benchAnalysis().map(({ name, medianMs, targetMs }) => [
  name,
  medianMs.toPrecision(3),
  targetMs === null ? '' : `at most ${targetMs}`,
]);
console.log(formatTable([['whole job', 'ms', 'target'], ...durations]));

const documents = benchCboeDocument()?.map(({ name, medianMs, ofJsonParse, targetMs }) => [
  name,
  medianMs.toPrecision(3),
  `${ofJsonParse.toPrecision(2)}x`,
  targetMs === null ? '' : `at most ${targetMs}`,
]);
console.log(
  documents === undefined
    ? '\nA whole SPX document was not measured: the recorded one is not here.'
    : `\n${formatTable([['one document', 'ms', 'of JSON.parse', 'target'], ...documents])}`,
);
