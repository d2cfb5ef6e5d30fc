import type { messagingApi } from '@line/bot-sdk';

import { encodeButton } from '../domain/button.ts';
import type { Button } from '../domain/button.ts';
import type { Pin } from '../domain/notice.ts';
import type { Language } from '../domain/words.ts';
import { cutGraphemes } from './cut.ts';
import { dayFromNow, formatBahtDigits, formatClock, formatDate, formatNumber, noonOf, NOTHING, weekdayOf } from './format.ts';
import type { ButtonKey, Catalogue } from './text/catalogue.ts';
import { CATALOGUES } from './text/catalogues.ts';
import { say } from './text/fill.ts';

/** For whom a notice is rendered, and where its links go. */
export interface RenderContext {
  language: Language;
  liffUrl: (path: string) => string;
  publicUrl: string;
  /** When it is sent; with it times say "today", without it they carry their date. */
  now?: number;
}

/** A render context with its catalogue: all that a renderer needs to speak. */
export interface Voice extends RenderContext {
  words: Catalogue;
}

export function voiceOf(context: RenderContext): Voice {
  return { ...context, words: CATALOGUES[context.language] };
}

export function textMessage(words: string): messagingApi.TextMessage {
  return { type: 'text', text: words };
}

const LABEL_MAX = 40;
const DISPLAY_TEXT_MAX = 300;

/** A button that answers in the chat: the tap shows the label as what the person said. */
export function tap(label: string, button: Button, said = label): messagingApi.PostbackAction {
  return {
    type: 'postback',
    label: cutGraphemes(label, LABEL_MAX),
    data: encodeButton(button),
    displayText: cutGraphemes(said, DISPLAY_TEXT_MAX),
  };
}

/** A button of the catalogue. */
export function press(voice: Voice, button: Button, key: ButtonKey): messagingApi.PostbackAction {
  return tap(voice.words.buttons[key], button);
}

/** Giving a round number of meals with one tap. */
export function giveMeals(voice: Voice, count: number): messagingApi.PostbackAction {
  return tap(say(voice.words.buttons.donate_meals, { meals: count }), { action: 'donate_meals', meals: String(count) });
}

/** Actions that carry nothing and whose catalogue key is their own name. */
export type PlainAction = Extract<
  ButtonKey,
  | 'menu'
  | 'ask_food'
  | 'my_coupons'
  | 'give_back'
  | 'my_order'
  | 'donate'
  | 'give_food'
  | 'join_shop'
  | 'join_rider'
  | 'talk_to_person'
  | 'privacy'
  | 'register'
  | 'ask_again'
  | 'new_campaign'
  | 'queue'
  | 'record_money'
  | 'money_queue'
  | 'shop_orders'
  | 'shop_hand_over'
  | 'shop_capacity'
  | 'rider_jobs'
  | 'slip_help'
>;

export function plain(voice: Voice, action: PlainAction): messagingApi.PostbackAction {
  return press(voice, { action }, action);
}

export function plains(voice: Voice, ...actions: PlainAction[]): messagingApi.PostbackAction[] {
  return actions.map((action) => plain(voice, action));
}

/** A page of the mini-app. */
export function open(voice: Voice, key: ButtonKey, path: string): messagingApi.URIAction {
  return link(voice, key, voice.liffUrl(path));
}

export function link(voice: Voice, key: ButtonKey, uri: string): messagingApi.URIAction {
  return { type: 'uri', label: voice.words.buttons[key], uri };
}

/** The way there, in whichever map the phone prefers. */
export function mapLink(voice: Voice, pin: Pin): messagingApi.URIAction {
  const uri = new URL('https://www.google.com/maps/dir/');
  uri.searchParams.set('api', '1');
  uri.searchParams.set('destination', `${pin.latitude},${pin.longitude}`);
  return link(voice, 'open_map', uri.href);
}

export function phoneLink(voice: Voice, key: ButtonKey, phone: string): messagingApi.URIAction[] {
  const digits = phone.replaceAll(/[^\d+]/gu, '').slice(0, 20);
  return digits === '' ? [] : [link(voice, key, `tel:${digits}`)];
}

/** Pictures are fetched by LINE itself: https, or this machine while developing. */
export function isPictureUrl(url: string): boolean {
  if (!URL.canParse(url) || url.length > 2000 || !/^[\u0021-\u007e]+$/u.test(url)) return false;
  const { protocol, hostname } = new URL(url);
  return protocol === 'https:' || (protocol === 'http:' && ['127.0.0.1', 'localhost'].includes(hostname));
}

export function baht(voice: Voice, amountSatang: number): string {
  return say(voice.words.units.baht, { n: formatBahtDigits(amountSatang) });
}

export function meals(voice: Voice, count: number): string {
  return say(voice.words.units.meals, { n: count });
}

export function distance(voice: Voice, kilometres: number): string {
  const { units } = voice.words;
  if (kilometres >= 1) return say(units.kilometres, { n: kilometres });
  return say(units.metres, { n: formatNumber(Math.max(50, Math.round(kilometres * 20) * 50)) });
}

/** "today 11:30", "tomorrow 11:30", or with its date. */
export function moment(voice: Voice, at: number): string {
  const { units } = voice.words;
  const time = formatClock(at);
  const day = voice.now === undefined ? 'another_day' : dayFromNow(at, voice.now);
  if (day === 'today') return say(units.today, { time });
  if (day === 'tomorrow') return say(units.tomorrow, { time });
  return say(units.onDay, { date: dated(voice, at), time });
}

/** "Thu 26 Nov 2026". */
function dated(voice: Voice, at: number): string {
  const date = formatDate(at, voice.language);
  return date === NOTHING ? NOTHING : `${voice.words.units.weekdays[weekdayOf(at)] ?? ''} ${date}`;
}

/** A stored day; anything else is shown as it came. */
export function day(voice: Voice, isoDate: string): string {
  const at = noonOf(isoDate);
  return at === undefined ? isoDate : dated(voice, at);
}

export function altDefault(voice: Voice, state: string): string {
  return say(voice.words.talk.altDefault, { state });
}
