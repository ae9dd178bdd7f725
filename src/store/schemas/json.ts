import { z } from 'zod';
import { fail, ok, type Result } from '../../core/result.ts';

/** JSON text of a value; throws where the value does not fit its schema, so that only what can be read back is stored. */
export function toJson<Value>(schema: z.ZodType<Value>, value: Value): string {
  return JSON.stringify(schema.parse(value));
}

/** The value of stored JSON text, or what is wrong with it. */
export function fromJson<Value>(schema: z.ZodType<Value>, text: string): Result<Value, string> {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return fail('is no JSON');
  }
  const parsed = schema.safeParse(json);
  return parsed.success ? ok(parsed.data) : fail(z.prettifyError(parsed.error));
}
