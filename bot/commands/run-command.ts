import { CommandError } from './database-path.ts';

export function say(sentence: string): void {
  process.stdout.write(`${sentence}\n`);
}

function complain(sentence: string): void {
  process.stderr.write(`${sentence}\n`);
}

/**
 * Runs the command and sets the exit code: what `work` answers, 1 with one sentence for what the person can put
 * right, 2 with the whole error for a bug.
 */
export async function runCommand(work: () => Promise<number>): Promise<void> {
  try {
    process.exitCode = await work();
  } catch (error) {
    const isExpected = error instanceof CommandError;
    complain(isExpected ? error.message : error instanceof Error ? (error.stack ?? error.message) : String(error));
    process.exitCode = isExpected ? 1 : 2;
  }
}
