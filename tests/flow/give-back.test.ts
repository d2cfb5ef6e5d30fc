import { afterEach, beforeEach, expect, test } from 'vitest';
import { donorPage } from '../support/giving.ts';
import { people } from '../support/people.ts';
import { expectSound, settleIn } from '../support/steps.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { mali, wit } = people;

let city: TestCity;
beforeEach(async () => {
  city = await startCity();
});
afterEach(async () => {
  await expectSound(city);
  await city.close();
});

async function couponsLeft(who: string): Promise<number> {
  const { body } = await (await city.signIn(who)).get('/api/resident');
  return (body['coupons'] as { left: number }).left;
}

test('a resident gives coupons back: the money is free again, and today they are a giver', async () => {
  await settleIn(city, { residents: [mali] }, { baht: 500 });
  await city.says(mali, 'คูปองเหลือเท่าไหร่');
  await city.taps(mali, 'คืนคูปอง');
  await city.says(mali, '2');
  expect(city.hears(mali)).toContain('2 มื้อ');
  await city.taps(mali, 'ยืนยัน');
  const heard = city.hears(mali);
  expect(heard).toContain('วันนี้คุณเป็นผู้ให้');
  expect(heard).toContain('คูปองเหลือ 8 มื้อ');
  expect(await couponsLeft(mali)).toBe(8);
  await city.says(mali, 'คืนคูปอง');
  await city.says(mali, '3');
  await city.taps(mali, 'ยืนยัน');
  expect((await donorPage(city, mali))['gaveBack']).toEqual([{ day: '2026-11-23', meals: 5 }]);
  const free = await city.service.deps.db
    .selectFrom('account')
    .select('balance')
    .where('code', 'like', 'fund/%/free')
    .executeTakeFirstOrThrow();
  expect(free.balance).toBe(250_00);
});

test('giving back on the page: no more than there is, nothing of nobody, and the same tap once', async () => {
  await settleIn(city, { residents: [mali] });
  const phone = await city.signIn(mali);
  expect(await phone.post('/api/coupons/give-back', { coupons: 11, of: 10 })).toMatchObject({
    status: 422,
    body: { error: 'not_enough_coupons', detail: { left: 10 } },
  });
  expect(await phone.post('/api/coupons/give-back', { coupons: 1, of: 9 })).toMatchObject({
    status: 409,
    body: { error: 'order_changed' },
  });
  const key = '11111111-1111-4111-8111-111111111111';
  for (let tap = 0; tap < 2; tap += 1)
    expect(await phone.post('/api/coupons/give-back', { coupons: 10, of: 10 }, key)).toMatchObject({
      status: 200,
      body: { coupons: { left: 0 } },
    });
  expect(await phone.post('/api/coupons/give-back', { coupons: 1, of: 1 })).toMatchObject({
    status: 422,
    body: { error: 'no_coupon_left' },
  });
  await city.follows(wit);
  expect(await (await city.signIn(wit)).post('/api/coupons/give-back', { coupons: 1, of: 1 })).toMatchObject({
    body: { error: 'not_registered' },
  });
  city.hears(mali);
  await city.says(mali, 'คืนคูปอง');
  expect(city.hears(mali)).toContain('คูปองหมดแล้ว');
});
