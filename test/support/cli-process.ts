import { spawn } from 'node:child_process';

export const PROGRAM = new URL('../../src/cli/hedgeflow.ts', import.meta.url).pathname;

export type Shown = {
  readonly out: string;
  readonly err: string;
  readonly exitCode: number | null;
};

/** Runs the program as a user would who typed the command in `folder`, which is also where its `.env` lies. */
export function runCli(
  words: readonly string[],
  { folder, variables = {} }: { folder: string; variables?: Readonly<Record<string, string>> },
): Promise<Shown> {
  return new Promise((resolve, reject) => {
    const env = { PATH: process.env.PATH, INIT_CWD: folder, ...variables };
    const child = spawn(process.execPath, [PROGRAM, ...words], { cwd: folder, env });
    let out = '';
    let err = '';
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      out += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      err += text;
    });
    child.once('error', reject);
    child.once('close', (exitCode) => resolve({ out, err, exitCode }));
  });
}
