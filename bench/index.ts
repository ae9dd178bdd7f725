import { formatTable } from '../src/cli/table.ts';
import { benchAnalysis } from './analysis.ts';
import { benchGreeks } from './greeks.ts';
import { benchImpliedVol } from './implied-vol.ts';
import { formatRows } from './measure.ts';
import { benchProfile } from './profile.ts';

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
