/** Promises meals or money, pays and sends the slip; some send a slip of nothing. Some give food in kind. */
import { isObject, listAt, textAt } from '../../json.ts';
import { isOver } from '../city.ts';
import type { City } from '../city.ts';
import { DAY, HOUR, MINUTE } from '../clock.ts';
import { look, tapInApp } from '../phones.ts';
import { say, sendPhoto } from './chat.ts';
import { answerQuestion } from './fill-form.ts';
import { nudge } from './person.ts';
import type { Person } from './person.ts';
import { slipPhoto } from './photo.ts';
import { SAID } from './words.ts';

const WISHES = { 'pledge.kind': ['meals', 'baht'], 'gift.halal': 'none', 'gift.kind': 'cooked', 'gift.ready': 'now' } as const;
const GIVES_EVERY = 2 * DAY;
const BANKS = ['002', '004', '014'] as const;

/** The wish to give comes again and again. */
export function planGiving(city: City, person: Person): void {
  const at = city.clock.now() + city.random.wait(city.scale.givesEvery ?? GIVES_EVERY);
  if (at >= city.endsAt) return;
  city.agenda.add({
    at,
    label: 'donor gives',
    async run() {
      planGiving(city, person);
      await give(city, person);
    },
  });
}

async function give(city: City, person: Person): Promise<void> {
  if (isOver(city)) return;
  if (city.random.happens(0.3)) return say(city, person, city.random.pick(SAID.givesFood) ?? '');
  if (!person.usesApp) return say(city, person, city.random.pick(SAID.wantsToGive) ?? '');
  const body = city.random.happens(0.5) ? { meals: 1 + city.random.below(20) } : { amountSatang: (1 + city.random.below(50)) * 2000 };
  await tapInApp(city, person, { path: '/pledges', body });
  nudge(city, person, 5 * MINUTE);
}

/** Pays what stands open, or only says so, and sends the slip. */
async function pay(city: City, person: Person): Promise<boolean> {
  const page = await look(city, person, '/donor');
  for (const pledge of listAt(page, 'pledges').filter(isObject)) {
    const [id, reference] = [textAt(pledge, 'pledge') ?? '', textAt(pledge, 'reference') ?? ''];
    if (pledge['state'] !== 'pledged' || person.done.has(`pays ${id}`)) continue;
    person.done.add(`pays ${id}`);
    const at = city.clock.now() + city.random.wait(HOUR);
    const amountSatang = Number(pledge['amountSatang']);
    city.agenda.add({ at, label: 'donor pays', run: () => transfer(city, person, { id, reference, amountSatang }) });
    return true;
  }
  return false;
}

async function transfer(city: City, person: Person, paid: { id: string; reference: string; amountSatang: number }): Promise<void> {
  const { id, reference, amountSatang } = paid;
  const bankReference = `T${city.world.ids.hex(18)}`;
  const isHonest = !city.random.happens(person.temper.cheats);
  if (isHonest) city.bank.transfers.set(reference, { amountSatang, bankReference });
  const slip = slipPhoto(city.random.pick(BANKS) ?? '004', bankReference);
  if (person.usesApp) await tapInApp(city, person, { path: `/pledges/${id}/slip`, picture: slip });
  else await sendPhoto(city, person, slip);
}

export async function donorLooks(city: City, person: Person): Promise<void> {
  if (await answerQuestion(city, person, WISHES)) return;
  await pay(city, person);
}
