/** Hungry at meal times, orders by chat or in the app, reads what comes, says that it came; some block, some leave. */
import { objectAt, textAt } from '../../json.ts';
import { isOver } from '../city.ts';
import type { City } from '../city.ts';
import { DAY, HOUR, MINUTE, dayStart } from '../clock.ts';
import { look, tapInApp } from '../phones.ts';
import { buttonsSeen, say, tap } from './chat.ts';
import { answerQuestion } from './fill-form.ts';
import { blockForAWhile } from './leave.ts';
import { nudge } from './person.ts';
import type { Person } from './person.ts';
import { shopCalled } from './shop.ts';
import { SAID } from './words.ts';

const MEALS = [
  { from: 10 * HOUR, until: 12.5 * HOUR },
  { from: 15.5 * HOUR, until: 19 * HOUR },
] as const;
const MODES = ['delivery', 'delivery', 'delivery', 'pickup'] as const;
const MEAL_TIMES = ['now', 'now', 'noon', 'evening'] as const;
const WISHES = { 'order.mode': ['delivery', 'pickup'], 'order.time': 'now', 'registration.need': ['no_income', 'not_said'] } as const;

/** Plans the hunger of a day, and the look at the next one. */
export function planHunger(city: City, person: Person, day: number = dayStart(city.clock.now())): void {
  for (const meal of MEALS) {
    const at = day + Math.round(city.random.between(meal.from, meal.until));
    if (at <= city.clock.now() || at >= city.endsAt || !city.random.happens(city.scale.hungryAMeal)) continue;
    city.agenda.add({ at, label: 'resident hungry', run: () => hungry(city, person) });
  }
  const tomorrow = day + DAY;
  if (tomorrow >= city.endsAt) return;
  city.agenda.add({ at: tomorrow + HOUR, label: 'a new day', run: async () => planHunger(city, person, tomorrow) });
}

async function hungry(city: City, person: Person): Promise<void> {
  if (isOver(city)) return;
  if (city.random.happens(city.scale.leaves)) return blockForAWhile(city, person);
  if (!person.usesApp) return say(city, person, city.random.pick(SAID.wantsFood) ?? '');
  const page = await look(city, person, '/resident');
  if (page === undefined) return;
  if (textAt(page, 'registration') === 'none') return say(city, person, city.random.pick(SAID.wantsFood) ?? '');
  const left = Number(page['mealsMax'] ?? 0);
  if (left <= 0 && !city.random.happens(0.1)) return;
  const meals = 1 + city.random.below(Math.max(1, Math.min(4, left)));
  const body = { meals, mode: city.random.pick(MODES), mealTime: city.random.pick(MEAL_TIMES) };
  await tapInApp(city, person, { path: '/orders', body });
}

const WRITES = [SAID.thanks, SAID.myOrder, SAID.myCoupons, SAID.nonsense] as const;

/** Buttons of the newest message that this person may act on: `[what it does, how likely]`. */
const REACTIONS = [
  ['order_received', 0.6],
  ['order_not_received', 0.01],
  ['order_bad_food', 0.01],
  ['cancel_order', 0.02],
  ['ask_again', 0.7],
] as const;

async function react(city: City, person: Person): Promise<boolean> {
  for (const button of buttonsSeen(city, person)) {
    const [does, likely] = REACTIONS.find(([known]) => known === button.does) ?? [];
    const mark = `${button.does} ${button.params.toString()} ${button.messageId}`;
    if (does === undefined || person.done.has(mark)) continue;
    person.done.add(mark);
    if (!city.random.happens(likely ?? 0)) continue;
    await tap(city, person, button);
    return true;
  }
  return false;
}

/** Whoever is told that the food stands ready goes to the shop and says the code. */
async function collect(city: City, person: Person): Promise<boolean> {
  const order = objectAt(await look(city, person, '/resident'), 'order');
  const [id, code, shopName] = [textAt(order, 'order') ?? '', textAt(order, 'handOverCode') ?? '', textAt(order, 'shopName') ?? ''];
  if (order['state'] !== 'ready' || order['mode'] !== 'pickup' || person.done.has(`collects ${id}`)) return false;
  person.done.add(`collects ${id}`);
  if (city.random.happens(person.temper.ignores)) return false;
  const at = city.clock.now() + city.random.wait(12 * MINUTE);
  city.agenda.add({ at, label: 'resident collects', run: () => shopCalled(city, { shopName, code }) });
  return true;
}

export async function residentLooks(city: City, person: Person): Promise<void> {
  if (await answerQuestion(city, person, WISHES)) return;
  if (city.random.happens(person.temper.ignores)) return;
  if (await react(city, person)) return;
  if (await collect(city, person)) return;
  if (isOver(city) || !city.random.happens(person.temper.confused)) return;
  await say(city, person, city.random.pick(city.random.pick(WRITES) ?? SAID.hello) ?? '');
}

/** At the door the resident reads the code out; undefined when nobody opens. */
export async function codeAtTheDoor(city: City, person: Person): Promise<string | undefined> {
  if (city.random.happens(person.temper.ignores)) return undefined;
  return textAt(objectAt(await look(city, person, '/resident'), 'order'), 'handOverCode');
}

/** Somebody who is new adds the account and asks for food; the form does the rest. */
export function planArrival(city: City, person: Person, at: number): void {
  city.agenda.add({
    at,
    label: 'newcomer',
    async run() {
      await city.chat.follow(person.userId);
      nudge(city, person);
      await say(city, person, SAID.wantsFood[0]);
      planHunger(city, person);
    },
  });
}
