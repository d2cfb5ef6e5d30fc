/** Holds slips against the account, records what came, refuses what did not, and keeps the fund alive. */
import { isObject, listAt, objectAt, textAt } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { isOver } from '../city.ts';
import type { City } from '../city.ts';
import { DAY } from '../clock.ts';
import { look, tapInApp } from '../phones.ts';
import { tap, buttonsSeen } from './chat.ts';
import { answerQuestion } from './fill-form.ts';
import { nudge } from './person.ts';
import type { Person } from './person.ts';

const LOW_FUND_SATANG = 200_000_00;
const GRANT_SATANG = 300_000_00;
/** A promise without money is refused after the account was looked at so often. */
const LOOKS_MAX = 2;

async function record(city: City, person: Person, pledge: { id: string; amountSatang: number; bankReference: string }): Promise<void> {
  const { id, amountSatang, bankReference } = pledge;
  const button = buttonsSeen(city, person).find((seen) => seen.does === 'confirm_money' && seen.params.get('pledge') === id);
  if (!person.usesApp && button !== undefined) {
    person.words.bankReference = bankReference;
    person.words.amount = String(amountSatang / 100);
    return tap(city, person, button);
  }
  await tapInApp(city, person, { path: '/treasurer/receipts', body: { pledge: id, amountSatang, bankReference } });
}

async function lookAtPledges(city: City, person: Person, page: JsonObject | undefined): Promise<boolean> {
  for (const pledge of listAt(page, 'pledges').filter(isObject)) {
    const [id, reference] = [textAt(pledge, 'pledge') ?? '', textAt(pledge, 'reference') ?? ''];
    const looks = [0, 1, 2, 3].find((number) => !person.done.has(`${id} ${number}`));
    if (pledge['state'] !== 'claimed' || looks === undefined) continue;
    person.done.add(`${id} ${looks}`);
    const transfer = city.bank.transfers.get(reference);
    if (transfer !== undefined) await record(city, person, { id, ...transfer });
    else if (looks >= LOOKS_MAX) await tapInApp(city, person, { path: `/treasurer/pledges/${id}/fail` });
    return true;
  }
  return false;
}

/** A grant of the city comes when the fund runs low. */
async function keepAlive(city: City, person: Person, page: JsonObject | undefined): Promise<void> {
  for (const campaign of listAt(page, 'campaigns').filter(isObject)) {
    if (Number(objectAt(campaign, 'totals')['freeSatang']) > LOW_FUND_SATANG || campaign['isOver'] === true) continue;
    const bankReference = `G${city.world.ids.hex(16)}`;
    const body = { campaign: textAt(campaign, 'campaign') ?? '', amountSatang: GRANT_SATANG, bankReference };
    await tapInApp(city, person, { path: '/treasurer/receipts', body });
  }
}

export async function treasurerLooks(city: City, person: Person): Promise<void> {
  if (await answerQuestion(city, person)) return;
  const page = await look(city, person, '/treasurer');
  const looked = await lookAtPledges(city, person, page);
  if (!isOver(city)) await keepAlive(city, person, page);
  nudge(city, person, looked || page === undefined ? city.random.wait(person.pace) : DAY / 4);
}
