import { slipVerify } from 'promptparse/generate';
import type { Row } from '../../db/schema.ts';
import { drawPicture } from '../slips/draw-slip.ts';
import { people } from './people.ts';
import { seededRandom } from './seeded-chance.ts';
import { forges } from './steps.ts';
import type { TestCity } from './test-city.ts';

/** What donors and the treasurer do in the tests of giving. */

/** A slip as a bank app makes it; PNG so that nothing is lost on the way. */
export function slip(reference: string, bank = '004'): Uint8Array {
  return readable(slipVerify({ sendingBank: bank, transRef: reference }));
}

export function readable(payload: string): Uint8Array {
  // The picture of one seed that is neither tiny nor turned; the reader's own tests draw the hard ones.
  return drawPicture(seededRandom(7), payload, true).bytes;
}

export async function pledges(city: TestCity): Promise<Row<'pledge'>[]> {
  return city.service.deps.db.selectFrom('pledge').selectAll().orderBy('id').execute();
}

export async function newestPledge(city: TestCity): Promise<Row<'pledge'>> {
  const newest = (await pledges(city)).at(-1);
  if (newest === undefined) throw new Error('nobody has pledged');
  return newest;
}

export async function give(city: TestCity, who: string, words = 'ปันอิ่ม 10 มื้อ'): Promise<Row<'pledge'>> {
  await city.follows(who);
  await city.says(who, words);
  await city.taps(who, 'ยืนยัน');
  return newestPledge(city);
}

export async function moneyIn(city: TestCity, pledge: Row<'pledge'>, reference: string): Promise<void> {
  await forges(city, people.treasurer, `confirm_money?pledge=${pledge.id}&v=1`);
  await city.taps(people.treasurer, `${(pledge.amount_satang / 100).toLocaleString('en-US')} บาท`);
  await city.says(people.treasurer, reference);
  await city.taps(people.treasurer, 'ยืนยัน');
}

export async function donorPage(city: TestCity, who: string) {
  const { body } = await (await city.signIn(who)).get('/api/donor');
  return body as Record<string, never> & { pledges: Record<string, unknown>[] };
}
