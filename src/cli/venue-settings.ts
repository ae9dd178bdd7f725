import {
  ignoredSettings,
  processEnvironment,
  readVenueConfig,
  type VenueConfig,
} from '../config.ts';
import { fail, ok, type Result } from '../core/result.ts';

/** What the bot's own settings say about markets; names that are no setting are told on standard error. */
export function venueSettings(command: string): Result<VenueConfig, string> {
  const variables = processEnvironment();
  const settings = variables.ok ? readVenueConfig(variables.value) : variables;
  if (variables.ok) {
    for (const sentence of ignoredSettings(variables.value))
      process.stderr.write(`hedgeflow ${command}: ${sentence}\n`);
  }
  return settings.ok ? ok(settings.value) : fail(settings.failure.join('; '));
}
