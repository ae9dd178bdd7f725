/** What a public method says, before it is wrapped in the venue's envelope. */
export type Outcome =
  | { readonly result: unknown }
  | { readonly error: { readonly code: number; readonly message: string; readonly data?: object } };

/** The venue's refusal of one parameter. */
export function invalidParameter(param: string, reason: string): Outcome {
  return { error: { code: -32602, message: 'Invalid params', data: { reason, param } } };
}

/** The refusal of a parameter that is absent, or that names nothing known. */
export function invalidOrMissing(param: string, value: string | null): Outcome {
  return value === null
    ? invalidParameter(param, 'value is required')
    : invalidParameter(param, `invalid ${param}`);
}
