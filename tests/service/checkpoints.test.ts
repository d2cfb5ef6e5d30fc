import { statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { sql } from 'kysely';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { startCheckpoints } from '../../db/checkpoints.ts';
import { openDatabase } from '../../db/open.ts';

/** Three times what SQLite would carry over in a commit, were it not told to leave that to the thread. */
const PAGES = 3000;

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'pan-im-checkpoints-'));
});
afterEach(() => rm(folder, { recursive: true, force: true }));

test('what was committed is carried into the file, and no commit has to do it', async () => {
  const path = join(folder, 'some.sqlite');
  const db = openDatabase(path);
  const troubles: unknown[] = [];
  const checkpoints = await startCheckpoints(db, path, (trouble) => troubles.push(trouble));
  const { rows } = await sql<{ wal_autocheckpoint: number }>`pragma wal_autocheckpoint`.execute(db);
  expect(rows[0]?.wal_autocheckpoint).toBeGreaterThan(PAGES);
  await sql`create table heap (words text)`.execute(db);
  await sql`insert into heap with recursive n (i) as (select 1 union all select i + 1 from n where i < ${PAGES}) select hex(randomblob(1500)) from n`.execute(
    db,
  );
  await expect.poll(() => statSync(path).size).toBeGreaterThan(PAGES * 4096);
  expect(troubles).toEqual([]);
  await checkpoints.stop();
  await db.destroy();
});

test('a thread that ends is told as trouble, and nothing else ends with it', async () => {
  const path = join(folder, 'some.sqlite');
  const db = openDatabase(path);
  const troubles: unknown[] = [];
  const checkpoints = await startCheckpoints(db, join(folder, 'no such folder', 'some.sqlite'), (trouble) => troubles.push(trouble));
  await expect.poll(() => troubles).toHaveLength(1);
  await checkpoints.stop();
  await db.destroy();
});
