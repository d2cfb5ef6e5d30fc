/** On duty from morning to evening: takes rides, asks for the code on the box, rings at the door, sometimes gives up. */
import { isObject, listAt, objectAt, textAt } from '../../json.ts';
import type { JsonObject } from '../../json.ts';
import { isOver } from '../city.ts';
import type { City } from '../city.ts';
import { DAY, HOUR, MINUTE, dayStart } from '../clock.ts';
import { look, tapInApp } from '../phones.ts';
import { say } from './chat.ts';
import { answerQuestion } from './fill-form.ts';
import { nudge } from './person.ts';
import type { Person } from './person.ts';
import { photo } from './photo.ts';
import { press } from './press.ts';
import { codeAtTheDoor } from './resident.ts';
import { codesOnBoxes } from './shop.ts';
import { SAID } from './words.ts';

const TAKES = 0.85;
const RIDE = 9 * MINUTE;
const GIVES_BACK = 0.01;
const HAS_TROUBLE = 0.01;
const LEAVES_AT_DOOR = 0.15;
const DUTY_FROM = 8 * HOUR;
const DUTY_UNTIL = 20.5 * HOUR;
const TROUBLES = ['cannot_find', 'not_home', 'food_damaged', 'vehicle'] as const;

/** Goes on duty and home again, day by day. */
export function planDuty(city: City, person: Person, day: number = dayStart(city.clock.now())): void {
  const shifts = [
    { at: day + DUTY_FROM, on: true },
    { at: day + DUTY_UNTIL, on: false },
  ];
  for (const { at, on } of shifts) {
    const soon = at + city.random.wait(10 * MINUTE);
    if (soon > city.clock.now() && soon < city.endsAt)
      city.agenda.add({ at: soon, label: 'rider duty', run: () => setDuty(city, person, on) });
  }
  const tomorrow = day + DAY;
  if (tomorrow < city.endsAt)
    city.agenda.add({ at: tomorrow + HOUR, label: 'a new day', run: async () => planDuty(city, person, tomorrow) });
}

async function setDuty(city: City, person: Person, on: boolean): Promise<void> {
  if (isOver(city)) return;
  if (person.usesApp) await tapInApp(city, person, { path: '/rider/duty', body: { on } });
  else await say(city, person, city.random.pick(on ? SAID.onDuty : SAID.offDuty) ?? '');
}

/** One ride at a time: the way takes a while, and only at its end the phone is needed. */
function ride(city: City, person: Person, job: JsonObject): void {
  const leg = `${textAt(job, 'trip') ?? ''} ${textAt(job, 'state') ?? ''}`;
  const tries = [0, 1, 2, 3].find((number) => !person.done.has(`${leg} ${number}`));
  if (tries === undefined) return;
  person.done.add(`${leg} ${tries}`);
  const at = city.clock.now() + city.random.wait(RIDE);
  city.agenda.add({ at, label: 'rider arrives', run: () => arrive(city, person, leg) });
}

async function arrive(city: City, person: Person, leg: string): Promise<void> {
  const job = objectAt(await look(city, person, '/rider'), 'job');
  const trip = textAt(job, 'trip') ?? '';
  if (leg !== `${trip} ${textAt(job, 'state') ?? ''}`) return;
  if (city.random.happens(HAS_TROUBLE)) {
    await tapInApp(city, person, { path: `/rider/trips/${trip}/problem`, body: { problem: city.random.pick(TROUBLES) } });
    return;
  }
  if (job['state'] === 'to_shop') await pickUp(city, person, { job, trip });
  else await handOver(city, person, { job, trip });
  // What did not work the first time is tried again.
  nudge(city, person, 3 * MINUTE);
}

interface Job {
  job: JsonObject;
  trip: string;
}

async function pickUp(city: City, person: Person, { job, trip }: Job): Promise<void> {
  const names = ['trip', trip] as const;
  if (city.random.happens(GIVES_BACK)) {
    await press(city, person, { does: 'rider_give_back', names, path: `/rider/trips/${trip}/give-back` });
    return;
  }
  const codes = await codesOnBoxes(city, textAt(job, 'shopName') ?? '', Number(job['boxes']));
  for (const code of codes.slice(0, 2)) {
    person.words.pickUpCode = code;
    const pressed = await press(city, person, { does: 'rider_picked_up', names, path: `/rider/trips/${trip}/picked-up`, body: { code } });
    if (pressed === 'in chat' || pressed.status === 200) return;
  }
}

async function handOver(city: City, person: Person, { job, trip }: Job): Promise<void> {
  const names = ['trip', trip] as const;
  const resident = city.byName.get(textAt(job, 'firstName') ?? '');
  const code = resident === undefined ? undefined : await codeAtTheDoor(city, resident);
  const guess = city.random.happens(person.temper.cheats) ? String(1000 + city.random.below(9000)) : undefined;
  if ((code === undefined && guess === undefined) || city.random.happens(LEAVES_AT_DOOR)) {
    await tapInApp(city, person, { path: `/rider/trips/${trip}/left-at-door`, picture: photo(trip) });
    return;
  }
  const said = guess ?? code ?? '';
  person.words.handOverCode = said;
  await press(city, person, { does: 'rider_hand_over', names, path: `/rider/trips/${trip}/handed-over`, body: { code: said } });
}

async function considerOffers(city: City, person: Person, page: JsonObject | undefined): Promise<void> {
  for (const offer of listAt(page, 'offers').filter(isObject)) {
    const trip = textAt(offer, 'trip') ?? '';
    const names = ['trip', trip] as const;
    if (person.done.has(`offer ${trip}`) || city.random.happens(person.temper.ignores)) continue;
    person.done.add(`offer ${trip}`);
    if (city.random.happens(TAKES)) await press(city, person, { does: 'rider_accept', names, path: `/rider/trips/${trip}/accept` });
    else await press(city, person, { does: 'rider_reject', names, path: `/rider/trips/${trip}/decline` });
    nudge(city, person);
    return;
  }
}

export async function riderLooks(city: City, person: Person): Promise<void> {
  if (await answerQuestion(city, person)) return;
  const page = await look(city, person, '/rider');
  const job = objectAt(page, 'job');
  if (textAt(job, 'trip') === undefined) await considerOffers(city, person, page);
  else ride(city, person, job);
}
