/** Decides what waits, mostly with yes, and takes care of what went wrong; works in the day. */
import { isObject, listAt, textAt } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import type { City } from '../city.ts';
import { HOUR } from '../clock.ts';
import { look } from '../phones.ts';
import { answerQuestion } from './fill-form.ts';
import { nudge } from './person.ts';
import type { Person } from './person.ts';
import { press } from './press.ts';

const DECLINES = 0.03;
/** Even when nothing knocks, the list is looked through. */
const ROUND = 2 * HOUR;

interface Waiting {
  list: 'screenings' | 'shops' | 'riders' | 'gifts';
  one: 'screening' | 'shop' | 'rider' | 'gift';
}

const LISTS: readonly Waiting[] = [
  { list: 'screenings', one: 'screening' },
  { list: 'shops', one: 'shop' },
  { list: 'riders', one: 'rider' },
  { list: 'gifts', one: 'gift' },
];

async function decide(city: City, person: Person, found: { waiting: Waiting; thing: JsonObject }): Promise<void> {
  const { list, one } = found.waiting;
  const id = textAt(found.thing, one) ?? '';
  const isDeclined = city.random.happens(DECLINES);
  const step = isDeclined ? 'decline' : 'approve';
  await press(city, person, {
    does: `${one}_${step}`,
    names: [one, id],
    path: `/coordinator/${list}/${id}/${step}`,
    ...(isDeclined && one === 'screening' ? { body: { reason: 'outside_area' } } : {}),
  });
}

async function resolve(city: City, person: Person, incident: JsonObject): Promise<void> {
  const id = textAt(incident, 'incident') ?? '';
  const known = listAt(incident, 'resolutions').filter((value) => typeof value === 'string');
  const resolution = (city.random.happens(0.4) ? known[0] : city.random.pick(known)) ?? 'noted';
  await press(city, person, {
    does: 'incident_resolve',
    names: ['incident', id],
    path: `/coordinator/incidents/${id}/resolve`,
    body: { resolution },
  });
}

/** False when there is nothing to decide. */
async function decideNext(city: City, person: Person, page: JsonObject | undefined): Promise<boolean> {
  for (const waiting of LISTS) {
    for (const thing of listAt(page, waiting.list).filter(isObject)) {
      const mark = `${waiting.one} ${textAt(thing, waiting.one) ?? ''} ${Number(thing['fundShortSatang'] ?? 0)}`;
      if (person.done.has(mark)) continue;
      person.done.add(mark);
      await decide(city, person, { waiting, thing });
      return true;
    }
  }
  for (const incident of listAt(page, 'incidents').filter(isObject)) {
    const mark = `incident ${textAt(incident, 'incident') ?? ''} ${textAt(incident, 'orderState') ?? ''}`;
    if (person.done.has(mark)) continue;
    person.done.add(mark);
    await resolve(city, person, incident);
    return true;
  }
  return false;
}

export async function coordinatorLooks(city: City, person: Person): Promise<void> {
  if (await answerQuestion(city, person)) return;
  const page = await look(city, person, '/coordinator');
  const decided = await decideNext(city, person, page);
  nudge(city, person, decided || page === undefined ? city.random.wait(person.pace) : ROUND);
}
