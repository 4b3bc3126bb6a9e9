import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { text } from 'node:stream/consumers';
import type { TestDatabase } from './databases.js';
import { environmentFor } from './environment.js';

const ROOT = fileURLToPath(new URL('../..', import.meta.url));

export interface Outcome {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a built program to its end, in a process of its own. */
export async function runProgram(
  database: TestDatabase,
  name: string,
  args: readonly string[] = [],
): Promise<Outcome> {
  const command = [`dist/src/commands/${name}.js`, ...args];
  return outcomeOf(database, process.execPath, command);
}

/** The same by the script of `package.json`, as a person does. */
export async function runScript(
  database: TestDatabase,
  name: string,
  args: readonly string[],
): Promise<Outcome> {
  return outcomeOf(database, 'npm', ['run', '-s', name, '--', ...args]);
}

async function outcomeOf(
  database: TestDatabase,
  command: string,
  args: readonly string[],
): Promise<Outcome> {
  const child = spawn(command, args, { cwd: ROOT, env: environmentFor(database) });
  const [stdout, stderr, [code]] = await Promise.all([
    text(child.stdout),
    text(child.stderr),
    once(child, 'exit') as Promise<[number | null]>,
  ]);
  return { code, stdout, stderr };
}
