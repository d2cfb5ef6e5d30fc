import { z } from 'zod';
import { migrateOrThrow } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';
import { createChance } from '../chance.ts';
import { consentNotice } from '../consent-notice.ts';
import type { Deps } from '../deps.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { RefusalCode } from '../domain/refusal.ts';
import { createLogger } from '../logger.ts';
import { createSealer } from '../sealer.ts';
import type { CommandOf } from '../domain/command.ts';
import { handle } from '../usecases/handle.ts';
import { CommandError, environmentOfProcess, existingDatabaseFrom, piiKeyFrom } from './database-path.ts';
import { keyFits } from './key-fits.ts';
import { onceFree } from './once-free.ts';
import { runCommand, say } from './run-command.ts';

const USAGE = `Say what to do:
  npm run staff -- list
  npm run staff -- add coordinator|treasurer LINE_USER_ID
  npm run staff -- remove coordinator|treasurer LINE_USER_ID`;

const Change = z.tuple([z.enum(['add', 'remove']), z.enum(['coordinator', 'treasurer']), z.string().regex(/^U[0-9a-f]{32}$/u)]);

function nothing(): void {
  // The service, if it runs, finds the notice at its next look into the outbox.
}

/** What the use case needs of the service: no port, no LINE, no lock. It works beside the running service. */
function depsFor(path: string, key: string): Deps {
  const clock = { now: () => Date.now() };
  const chance = createChance(clock);
  return {
    db: openDatabase(path),
    clock,
    chance,
    sealer: createSealer(key, chance),
    log: createLogger('silent'),
    wake: { inbox: nothing, outbox: nothing, deadlines: nothing, pictures: nothing, page: nothing },
    consentNotice,
    settings: {
      sessionSecret: '',
      publicUrl: '',
      promptPayId: '',
      liffId: '',
      loginChannelId: '',
      firstCoordinatorLineUserId: '',
      firstTreasurerLineUserId: '',
    },
  };
}

function sentenceFor(code: RefusalCode, role: string): string {
  if (code === 'last_of_role') return `This is the only ${role} left. Add another one first, then remove this one.`;
  if (code === 'not_found') return `This person is not a ${role}. "npm run staff -- list" shows who is.`;
  return `This was refused: ${code}.`;
}

async function change(deps: Deps, command: CommandOf<'change_staff'>): Promise<number> {
  const outcome = await onceFree(() => handle(deps, command));
  if (isRefusal(outcome)) throw new CommandError(sentenceFor(outcome.refused, command.role));
  say(command.add ? `added: ${command.role}. The person is told in LINE as soon as the service runs.` : `removed: ${command.role}`);
  return 0;
}

async function list({ db }: Deps): Promise<number> {
  const rows = await db
    .selectFrom('member_role')
    .innerJoin('member', 'member.id', 'member_role.member_id')
    .select(['role', 'line_user_id', 'granted_at'])
    .where('role', 'in', ['coordinator', 'treasurer'])
    .where('revoked_at', 'is', null)
    .orderBy('role')
    .orderBy('granted_at')
    .execute();
  for (const row of rows) say(`${row.role} ${row.line_user_id} since ${new Date(row.granted_at).toISOString()}`);
  return 0;
}

async function staff(): Promise<number> {
  const words = process.argv.slice(2);
  const asked = Change.safeParse(words);
  if (!asked.success && words[0] !== 'list') throw new CommandError(USAGE);
  const environment = environmentOfProcess();
  const path = existingDatabaseFrom(environment);
  const key = piiKeyFrom(environment);
  if (key === undefined) throw new CommandError('PII_KEY is missing: what people are told is sealed with it. Use the key of the service.');
  const deps = depsFor(path, key);
  try {
    await onceFree(() => migrateOrThrow(deps.db));
    const fits = await keyFits(deps.db, deps.sealer);
    if (fits === 'no') throw new CommandError('PII_KEY is not the key that this database was written with. Nothing was changed.');
    if (fits === 'unknown')
      throw new CommandError('No service has started on this database yet. Start it once; it makes the first two of the staff itself.');
    if (!asked.success) return await list(deps);
    const [verb, role, lineUserId] = asked.data;
    return await change(deps, { kind: 'change_staff', by: undefined, lineUserId, role, add: verb === 'add' });
  } finally {
    await deps.db.destroy();
  }
}

await runCommand(staff);
