import { afterAll, beforeAll, expect, test } from 'vitest';
import { addDays, bangkokDay } from '../../bot/domain/days.ts';
import { publicCampaigns } from '../../db/pages/public-page.ts';
import { people } from '../support/people.ts';
import { startCity } from '../support/test-city.ts';
import type { Phone, TestCity } from '../support/test-city.ts';

let city: TestCity;
let coordinator: Phone;
let treasurer: Phone;
let donor: Phone;
beforeAll(async () => {
  city = await startCity();
  for (const who of [people.coordinator, people.treasurer, people.wit]) await city.follows(who);
  [coordinator, treasurer, donor] = [
    await city.signIn(people.coordinator),
    await city.signIn(people.treasurer),
    await city.signIn(people.wit),
  ];
});
afterAll(() => city.close());

function campaignBody(name: string, more: object = {}): object {
  const today = bangkokDay(city.clock.now());
  return {
    name,
    faceValueSatang: 4000,
    couponsPerGrant: 10,
    deliveryFeeSatang: 2000,
    startsOn: today,
    endsOn: addDays(today, 60),
    ...more,
  };
}

const idOf = async (name: string): Promise<string> =>
  (await publicCampaigns(city.service.deps)).find((campaign) => campaign.name === name)?.campaign ?? '';

test('a campaign is opened with what it is for, its permit and its target, and all of it is public', async () => {
  const wish = { purpose: 'ข้าวกล่องให้บ้านที่กักตัว <b>', permitNo: 'สข. 7/2569', targetSatang: 100_000, taxStatus: '1x' };
  expect((await coordinator.post('/api/coordinator/campaigns', campaignBody('First', wish))).status).toBe(200);
  expect(await publicCampaigns(city.service.deps)).toMatchObject([wish]);
  const html = await (await fetch(`${city.url}/public/`)).text();
  for (const words of ['ข้าวกล่องให้บ้านที่กักตัว &lt;b&gt;', 'สข. 7/2569', 'ถึงแล้ว 0%', '0 บาท / 1,000 บาท']) expect(html).toContain(words);
});

test('a target below one meal, or beyond all measure, is refused', async () => {
  for (const targetSatang of [3999, 100_000_000_01]) {
    const answer = await coordinator.post('/api/coordinator/campaigns', campaignBody('Odd', { targetSatang }));
    expect(answer.body).toMatchObject({ error: 'amount_out_of_range' });
  }
  expect((await coordinator.post('/api/coordinator/campaigns', campaignBody('Odd', { taxStatus: '2x' }))).status).toBe(400);
});

test('a target closes the intake when the money is there, with a kind sentence; money that comes all the same is a fact', async () => {
  const campaign = await idOf('First');
  const money = (bankReference: string) => treasurer.post('/api/treasurer/receipts', { campaign, amountSatang: 60_000, bankReference });
  expect((await money('TARGET 1')).status).toBe(200);
  expect((await donor.post('/api/pledges', { campaign, meals: 2 })).status).toBe(200);
  expect((await money('TARGET 2')).status).toBe(200);
  expect(await donor.post('/api/pledges', { campaign, meals: 2 })).toMatchObject({ status: 409, body: { error: 'target_reached' } });
  expect(await donor.post('/api/pledges', { meals: 2 })).toMatchObject({ body: { error: 'target_reached' } });
  expect((await money('TARGET 3')).status).toBe(200);
  const html = await (await fetch(`${city.url}/public/?lang=en`)).text();
  expect(html).toContain('Target reached, takes no more');
});

test('a gift for where it is needed most goes to the campaign that still asks for money', async () => {
  await city.passes(60_000);
  expect((await coordinator.post('/api/coordinator/campaigns', campaignBody('Second'))).status).toBe(200);
  const answer = await donor.post('/api/pledges', { meals: 2 });
  expect(answer.status).toBe(200);
  const newest = await city.service.deps.db.selectFrom('pledge').select('campaign_id').orderBy('made_at', 'desc').executeTakeFirstOrThrow();
  expect(newest.campaign_id).toBe(await idOf('Second'));
});
