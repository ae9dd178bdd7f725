import { pino } from 'pino';

/** Fields a log line may carry: names and numbers, never messages' contents, headers or user names. */
export type LogFields = Readonly<Record<string, string | number | boolean | null>>;

/** From everything to nothing. */
export const LOG_LEVELS = ['debug', 'info', 'warn', 'silent'] as const;

export type LogLevel = (typeof LOG_LEVELS)[number];

/** Structured log, one JSON object a line. */
export interface Log {
  /** What repeats every minute and changes nothing. */
  debug(event: string, fields?: LogFields): void;
  info(event: string, fields?: LogFields): void;
  warn(event: string, fields?: LogFields): void;
  error(event: string, fields?: LogFields): void;
}

/** Long enough for a reason or a path; more is somebody else's text. */
const FIELD_LENGTH_MAX = 300;

function bounded(fields: LogFields): LogFields {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [
      name,
      typeof value === 'string' ? value.slice(0, FIELD_LENGTH_MAX) : value,
    ]),
  );
}

/** A log on standard error, so that standard output stays free for what a person asked for. */
export function createLog(level: LogLevel): Log {
  const sink = pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
    },
    pino.destination({ fd: 2, sync: true }),
  );
  return {
    debug: (event, fields = {}) => sink.debug(bounded(fields), event),
    info: (event, fields = {}) => sink.info(bounded(fields), event),
    warn: (event, fields = {}) => sink.warn(bounded(fields), event),
    error: (event, fields = {}) => sink.error(bounded(fields), event),
  };
}
