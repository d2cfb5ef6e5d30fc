import { existsSync } from 'node:fs';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the person at the keyboard can put right; its words are all they get to see. */
export class CommandError extends Error {
  override name = 'CommandError';
}

/** The environment with the file `.env` of the working folder behind it, as the service reads it. */
export function environmentOfProcess(): Environment {
  if (existsSync('.env')) process.loadEnvFile('.env');
  return process.env;
}

/** A command on the books needs to know where they are, and nothing else of the service's settings. */
export function databasePathFrom(environment: Environment): string {
  const url = environment['DATABASE_URL']?.trim() ?? '';
  if (url === '') throw new CommandError('DATABASE_URL is missing: sqlite: and the path of the database file.');
  const path = /^sqlite:(.+)$/u.exec(url)?.[1];
  if (path === undefined || path === ':memory:')
    throw new CommandError('DATABASE_URL is wrong: it must be sqlite: and the path of the database file.');
  return path;
}

/** As databasePathFrom, for commands that make no new database. */
export function existingDatabaseFrom(environment: Environment): string {
  const path = databasePathFrom(environment);
  if (!existsSync(path)) throw new CommandError(`There is no database at ${path}. Start the service once, or check DATABASE_URL.`);
  return path;
}

/** Undefined when it is not set; throws when it is no key. */
export function piiKeyFrom(environment: Environment): string | undefined {
  const key = environment['PII_KEY']?.trim() ?? '';
  if (key === '') return undefined;
  if (!/^[0-9a-fA-F]{64}$/u.test(key)) throw new CommandError('PII_KEY is wrong: it must be 64 hexadecimal digits.');
  return key;
}
