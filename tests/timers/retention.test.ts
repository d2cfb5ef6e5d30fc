import { expect, test } from 'vitest';
import { DAY, HOUR } from '../../bot/limits.ts';
import { people } from '../support/people.ts';
import { startCity } from '../support/test-city.ts';

test('events, told notices and sessions are forgotten when their time is over; the books stay', async () => {
  const city = await startCity();
  await city.says(people.mali, 'เมนู');
  await city.says(people.mali, 'ขอข้าว');
  await city.signIn(people.mali);
  const { db } = city.service.deps;
  const count = async (table: 'inbox' | 'outbox' | 'session' | 'member') =>
    (
      await db
        .selectFrom(table)
        .select((eb) => eb.lit(1).as('one'))
        .execute()
    ).length;
  expect([await count('inbox'), await count('outbox'), await count('session')]).toEqual([2, 2, 1]);

  await city.passes(8 * DAY);
  expect([await count('inbox'), await count('outbox'), await count('session')]).toEqual([0, 2, 0]);

  await city.passes(30 * DAY + HOUR);
  expect(await count('outbox')).toBe(0);
  expect(await count('member')).toBeGreaterThan(0);
  await city.close();
});
