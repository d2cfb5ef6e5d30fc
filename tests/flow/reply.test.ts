import { expect, test } from 'vitest';
import { expectSound, settleIn } from '../support/steps.ts';
import { people } from '../support/people.ts';
import { startCity } from '../support/test-city.ts';

const { coordinator, mali, somjai } = people;

test('who asks for a person is answered by one, in the same chat, and can answer back', async () => {
  const city = await startCity();
  await city.says(somjai, 'คุยกับคน');
  await city.says(somjai, 'ย้ายบ้านแล้วต้องทำยังไงคะ');
  expect(city.hears(coordinator)).toContain('ย้ายบ้านแล้วต้องทำยังไงคะ');

  await city.taps(coordinator, 'ตอบกลับ');
  await city.says(coordinator, 'พิมพ์ว่า ย้ายบ้าน ได้เลยค่ะ');
  expect(city.hears(coordinator)).toContain('ส่งคำตอบให้แล้วค่ะ');
  expect(city.hears(somjai)).toContain('พิมพ์ว่า ย้ายบ้าน ได้เลยค่ะ');

  await city.taps(somjai, 'คุยกับคน');
  await city.says(somjai, 'ขอบคุณค่ะ');
  expect(city.hears(coordinator)).toContain('ขอบคุณค่ะ');
  await expectSound(city);
  await city.close();
});

test('an emergency tells the coordinators whom to reach, and the person can see that they looked', async () => {
  const city = await startCity();
  await settleIn(city, { residents: [mali] });
  await city.says(mali, 'หายใจไม่ออก');
  expect(city.hears(mali)).toContain('1669');
  expect(city.hears(coordinator)).toContain('มะลิ');
  const phone = await city.signIn(mali);
  const { body } = await phone.get('/api/privacy');
  expect(body['reads']).toContainEqual(expect.objectContaining({ byRole: 'coordinator', reason: 'help' }));
  await city.close();
});

test('only a coordinator writes back, and not to a case that is closed', async () => {
  const city = await startCity();
  await city.says(somjai, 'คุยกับคน');
  await city.says(somjai, 'มีเรื่องอยากถาม');
  const { id } = await city.service.deps.db.selectFrom('incident').select('id').executeTakeFirstOrThrow();
  const guest = await city.signIn(mali);
  expect((await guest.post(`/api/coordinator/incidents/${id}/reply`, { words: 'hello' })).status).toBe(403);
  const desk = await city.signIn(coordinator);
  expect((await desk.post(`/api/coordinator/incidents/${id}/reply`, { words: 'x' })).status).toBe(400);
  expect((await desk.post(`/api/coordinator/incidents/${id}/reply`, { words: 'สวัสดีค่ะ' })).status).toBe(200);
  await desk.post(`/api/coordinator/incidents/${id}/resolve`, { resolution: 'noted' });
  expect((await desk.post(`/api/coordinator/incidents/${id}/reply`, { words: 'อีกครั้งค่ะ' })).status).toBe(409);
  await city.close();
});
