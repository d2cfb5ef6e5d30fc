/** Between two customers the shop looks at its phone: says yes or no, cooks, says ready, takes codes at the counter. */
import { isObject, listAt, textAt } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { City } from '../city.ts';
import { HOUR, MINUTE } from '../clock.ts';
import { look, tapInApp } from '../phones.ts';
import { answerQuestion } from './fill-form.ts';
import { nudge } from './person.ts';
import type { Person } from './person.ts';
import { press } from './press.ts';

const ACCEPTS = 0.93;
const GIVES_UP = 0.01;
/** An order that comes back after the others have said no is looked at afresh. */
const ASKED_AGAIN_AFTER = 6 * MINUTE;
const COOKING = 14 * MINUTE;
/** The shop starts so long before a meal time. */
const COOKS_AHEAD = HOUR;

function ordersOf(page: JsonObject | undefined): JsonObject[] {
  return listAt(page, 'orders').filter(isObject);
}

/** Does the next thing about one order; false when it is not time yet. */
async function serve(city: City, person: Person, order: JsonObject): Promise<boolean> {
  const id = textAt(order, 'order') ?? '';
  const names = ['order', id] as const;
  const asked = `asked ${id} ${Math.floor(city.clock.now() / ASKED_AGAIN_AFTER)}`;
  const doing = (does: string, path: string): Promise<unknown> => press(city, person, { does, names, path: `/shop/orders/${id}/${path}` });
  switch (order['state']) {
    case 'placed':
      if (person.done.has(asked)) return false;
      person.done.add(asked);
      if (city.random.happens(person.temper.ignores)) return false;
      if (city.random.happens(ACCEPTS)) await doing('shop_accept', 'accept');
      else await doing('shop_reject', 'decline');
      return true;
    case 'accepted':
      if (Number(order['wantedAt']) - COOKS_AHEAD > city.clock.now()) {
        nudge(city, person, Number(order['wantedAt']) - COOKS_AHEAD - city.clock.now());
        return false;
      }
      await (city.random.happens(GIVES_UP) ? doing('shop_give_up', 'give-up') : doing('shop_cooking', 'cooking'));
      return true;
    case 'cooking':
      return cooked(city, person, { id, doing });
    default:
      return false;
  }
}

type Doing = (does: string, path: string) => Promise<unknown>;

async function cooked(city: City, person: Person, order: { id: string; doing: Doing }): Promise<boolean> {
  const { id, doing } = order;
  if (!person.done.has(`cooks ${id}`)) {
    person.done.add(`cooks ${id}`);
    const at = city.clock.now() + city.random.wait(COOKING);
    city.agenda.add({ at, label: 'food is ready', run: async () => void (await doing('shop_ready', 'ready')) });
    return false;
  }
  return false;
}

export async function shopLooks(city: City, person: Person): Promise<void> {
  if (await answerQuestion(city, person)) return;
  const orders = ordersOf(await look(city, person, '/shop'));
  for (const order of orders) {
    if (!(await serve(city, person, order))) continue;
    nudge(city, person);
    return;
  }
}

/** The codes on the boxes that stand ready on the counter. */
export async function codesOnBoxes(city: City, shopName: string, boxes: number): Promise<string[]> {
  const shop = shopNamed(city, shopName);
  if (shop === undefined) return [];
  const ready = ordersOf(await look(city, shop, '/shop')).filter((order) => order['state'] === 'ready' && order['mode'] === 'delivery');
  const fitting = ready.filter((order) => order['meals'] === boxes);
  return (fitting.length > 0 ? fitting : ready).map((order) => textAt(order, 'pickUpCode') ?? '');
}

/** Somebody stands at the counter and says a code. */
export async function shopCalled(city: City, said: { shopName: string; code: string }): Promise<void> {
  const shop = shopNamed(city, said.shopName);
  if (shop === undefined) return;
  await tapInApp(city, shop, { path: '/shop/redeem', body: { code: said.code } });
}

function shopNamed(city: City, shopName: string): Person | undefined {
  return city.byName.get(shopName);
}
