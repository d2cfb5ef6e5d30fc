import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { migrateOrThrow } from '../../db/migrate.ts';
import { openDatabase } from '../../db/open.ts';

test.each([5, 30, 90, 150])('a process that dies before statement %i of its first start leaves nothing half made', async (last) => {
  const folder = await mkdtemp(join(tmpdir(), 'pan-im-migrate-'));
  const path = join(folder, 'first.sqlite');
  let statements = 0;
  const dying = openDatabase(path, {
    beforeStatement: () => {
      statements += 1;
      if (statements >= last) throw new Error('the process is gone');
    },
  });
  await expect(migrateOrThrow(dying)).rejects.toThrow('failed');
  await dying.destroy();
  const next = openDatabase(path);
  await migrateOrThrow(next);
  expect(await next.selectFrom('posting').selectAll().execute()).toEqual([]);
  await next.destroy();
  await rm(folder, { recursive: true });
});
