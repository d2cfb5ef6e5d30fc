/** A person's thumb and eyes in the chat: what stands there, and what can be done about it. */
import { chatOf } from '../../world.ts';
import type { BotEntry } from '../../world.ts';
import { messageButtons, quickReplies } from '../../chat-view.ts';
import type { Button } from '../../chat-view.ts';
import { textAt } from '../../json.ts';
import type { City } from '../city.ts';
import { SECOND } from '../clock.ts';
import type { Person } from './person.ts';

/** How far somebody scrolls back. */
const ENTRIES_SEEN_MAX = 24;

/** A button with what is written on it: the word of the action and what it is about, the same in every language. */
export interface SeenButton extends Button {
  does: string;
  params: URLSearchParams;
}

function seen(button: Button): SeenButton {
  const [does = '', query = ''] = (textAt(button.action, 'data') ?? '').split('?', 2);
  return { ...button, does, params: new URLSearchParams(query) };
}

/** Newest first. */
export function buttonsSeen(city: City, person: Person): SeenButton[] {
  const recent = chatOf(city.world, person.userId).entries.slice(-ENTRIES_SEEN_MAX);
  return [...quickReplies(city.world, person.userId), ...recent.toReversed().flatMap(messageButtons)].map(seen);
}

export interface Said {
  words: string;
  buttons: SeenButton[];
}

/** What the bot said last, when nothing newer stands below it. */
export function newestSaid(city: City, person: Person): Said | undefined {
  const { entries } = chatOf(city.world, person.userId);
  const newest = entries.at(-1);
  if (newest?.from !== 'bot') return undefined;
  const together: BotEntry[] = [];
  for (const entry of entries.toReversed()) {
    if (entry.from !== 'bot' || entry.requestId !== newest.requestId) break;
    together.unshift(entry);
  }
  const buttons = [...quickReplies(city.world, person.userId), ...together.toReversed().flatMap(messageButtons)].map(seen);
  return { words: JSON.stringify(together.map((entry) => entry.message)), buttons };
}

function isBlocking(city: City, person: Person): boolean {
  return city.world.members.get(person.userId)?.relation === 'blocked';
}

export async function say(city: City, person: Person, text: string): Promise<void> {
  if (!isBlocking(city, person)) await city.chat.say(person.userId, text);
}

export async function sendPlace(city: City, person: Person): Promise<void> {
  if (!isBlocking(city, person)) await city.chat.location(person.userId, person.place);
}

export async function sendPhoto(city: City, person: Person, bytes: Uint8Array): Promise<void> {
  if (!isBlocking(city, person)) await city.chat.image(person.userId, bytes, 'image/jpeg');
}

export async function tap(city: City, person: Person, button: SeenButton): Promise<void> {
  if (isBlocking(city, person)) return;
  await city.chat.tap(person.userId, button.action);
  if (!city.random.happens(person.temper.doubleTaps)) return;
  city.agenda.add({
    at: city.clock.now() + Math.round(city.random.between(0.1 * SECOND, 2 * SECOND)),
    label: 'double tap',
    async run() {
      if (!isBlocking(city, person)) await city.chat.tap(person.userId, button.action);
    },
  });
}

export async function pickDate(city: City, person: Person, button: SeenButton): Promise<void> {
  const day = textAt(button.action, 'max') ?? textAt(button.action, 'min');
  if (day !== undefined && !isBlocking(city, person)) await city.chat.pickDate(person.userId, button.action, day);
}
