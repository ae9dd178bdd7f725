import { Command } from 'commander';
import packageJson from '../../package.json' with { type: 'json' };
import { registerAnalyze } from './analyze.ts';
import { registerFetch } from './fetch.ts';
import { registerGreeks } from './greeks.ts';
import { registerIv } from './iv.ts';
import { registerMarkets } from './markets.ts';

const program = new Command('hedgeflow')
  .version(packageJson.version, '--version')
  .description('Dealer gamma from option chains, on the command line')
  .configureOutput({
    // One line whatever went wrong: the library would add its suggestions on lines of their own.
    outputError: (text, write) => write(`hedgeflow: ${text.trim().replaceAll(/\s+/g, ' ')}\n`),
  });

registerAnalyze(program);
registerGreeks(program);
registerIv(program);
registerFetch(program);
registerMarkets(program);

await program.parseAsync();
