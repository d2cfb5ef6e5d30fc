import { vi } from 'vitest';
import { z } from 'zod';
import { COUPONS_PER_GRANT_MAX } from '../../bot/limits.ts';
import { PATIENCE } from './line-sender.ts';
import type { LineSender } from './line-sender.ts';
import type { Phone, Phones } from './phones.ts';
import { folk } from './town.ts';

/** What was done, as the people remember it: held against the database at the end. */
export interface Memory {
  /** Conversations that were carried through, by LINE id. */
  ordered: Map<string, number>;
  /** Satang, each different from all others, with the LINE id of who promised it. */
  promised: Map<number, string>;
  /** Bank references with their satang. */
  recorded: Map<string, number>;
}

export interface Habits {
  memory: Memory;
  /** Everybody ends what they have begun. */
  stop(): Promise<void>;
}

const LOOK_EVERY = 15;
const ENDS = new Set(['handed_over', 'cancelled', 'refused', 'expired', 'failed']);

const ResidentPage = z.object({
  order: z.object({ handOverCode: z.string() }).optional(),
  history: z.array(z.object({ order: z.string(), state: z.string() })),
});
const ShopPage = z.object({
  orders: z.array(z.object({ order: z.string(), meals: z.number(), state: z.string(), pickUpCode: z.string() })),
});
const RiderPage = z.object({
  offers: z.array(z.object({ trip: z.string() })),
  job: z.object({ trip: z.string(), state: z.string(), boxes: z.number() }).optional(),
});

/** An eater is known by the number of boxes: 2 for the first, 6 for the fifth. */
const boxesOf = (eater: string): number => folk.eaters.indexOf(eater) + 2;

interface Street {
  line: LineSender;
  phones: Map<string, Phone>;
  campaign: string;
  memory: Memory;
  isOver: () => boolean;
  isClosed: () => boolean;
  nextNumber: () => number;
}

function phoneOf({ phones }: Street, userId: string): Phone {
  const phone = phones.get(userId);
  if (phone === undefined) throw new Error('nobody with that phone');
  return phone;
}

function noteOrder({ memory }: Street, userId: string): void {
  memory.ordered.set(userId, (memory.ordered.get(userId) ?? 0) + 1);
}

/** Asks for a delivery in the chat, follows it on the page until the food is there, and is hungry again while there are coupons. */
async function eat(street: Street, userId: string): Promise<void> {
  const phone = phoneOf(street, userId);
  const seen = new Set<string>();
  const boxes = boxesOf(userId);
  for (let coupons = COUPONS_PER_GRANT_MAX; coupons >= boxes && !street.isOver(); coupons -= boxes) {
    for (const text of [`ขอข้าว ${boxes} กล่อง`, 'เร็วที่สุด', 'ส่งถึงบ้าน', 'ยืนยัน']) await street.line.ask(userId, text);
    noteOrder(street, userId);
    await vi.waitUntil(
      async () => {
        const newest = (await phone.get('/resident', ResidentPage))?.history[0];
        if (newest === undefined || seen.has(newest.order) || !ENDS.has(newest.state)) return false;
        seen.add(newest.order);
        return true;
      },
      { interval: LOOK_EVERY, timeout: PATIENCE },
    );
  }
}

/** Asks for one meal and takes the wish back, sentence after sentence. */
async function changeMinds(street: Street, userId: string): Promise<void> {
  while (!street.isOver()) {
    for (const text of ['ขอข้าว 1 กล่อง', 'เร็วที่สุด', 'ไปรับเองที่ร้าน', 'ยืนยัน', 'ยกเลิก']) await street.line.ask(userId, text);
    noteOrder(street, userId);
  }
}

async function giveByChat(street: Street, userId: string): Promise<void> {
  while (!street.isOver()) {
    const baht = 1000 + street.nextNumber();
    for (const text of [`บริจาค ${baht} บาท`, 'ยืนยัน']) await street.line.ask(userId, text);
    street.memory.promised.set(baht * 100, userId);
  }
}

async function giveByPage(street: Street, userId: string): Promise<void> {
  while (!street.isOver()) {
    const amountSatang = (1000 + street.nextNumber()) * 100;
    await phoneOf(street, userId).post('/pledges', { amountSatang });
    street.memory.promised.set(amountSatang, userId);
    await street.line.ask(userId, 'สวัสดี');
  }
}

async function recordMoney(street: Street): Promise<void> {
  while (!street.isOver()) {
    const number = street.nextNumber();
    const money = { campaign: street.campaign, amountSatang: 100 + number, bankReference: `CRASH ${number}` };
    await phoneOf(street, folk.treasurer).post('/treasurer/receipts', money);
    street.memory.recorded.set(money.bankReference.replaceAll(' ', ''), money.amountSatang);
    await street.line.ask(folk.treasurer, 'สวัสดี');
  }
}

const NEXT_STEP: Readonly<Record<string, string>> = { placed: 'accept', accepted: 'cooking', cooking: 'ready' };

/** Cooks what goes to a door; orders of one box are those that are taken back. */
async function cook(street: Street): Promise<void> {
  const phone = phoneOf(street, folk.shop);
  await vi.waitUntil(
    async () => {
      for (const { order, meals, state } of (await phone.get('/shop', ShopPage))?.orders ?? []) {
        const step = NEXT_STEP[state];
        if (meals > 1 && step !== undefined) await phone.post(`/shop/orders/${order}/${step}`);
      }
      return street.isClosed();
    },
    { interval: LOOK_EVERY, timeout: PATIENCE * 2 },
  );
}

/** The words that shop and resident would say to the rider's face. */
async function codeFor(street: Street, job: { state: string; boxes: number }): Promise<string | undefined> {
  if (job.state === 'to_shop') {
    const orders = (await phoneOf(street, folk.shop).get('/shop', ShopPage))?.orders;
    return orders?.find(({ meals, state }) => meals === job.boxes && state === 'ready')?.pickUpCode;
  }
  const eater = folk.eaters.find((each) => boxesOf(each) === job.boxes) ?? '';
  return (await phoneOf(street, eater).get('/resident', ResidentPage))?.order?.handOverCode;
}

async function ride(street: Street, userId: string): Promise<void> {
  const phone = phoneOf(street, userId);
  await vi.waitUntil(
    async () => {
      const page = await phone.get('/rider', RiderPage);
      const { job } = page ?? {};
      const offer = page?.offers[0];
      if (job !== undefined) {
        const code = await codeFor(street, job);
        const step = job.state === 'to_shop' ? 'picked-up' : 'handed-over';
        if (code !== undefined) await phone.post(`/rider/trips/${job.trip}/${step}`, { code });
      } else if (offer !== undefined) await phone.post(`/rider/trips/${offer.trip}/accept`);
      return street.isClosed();
    },
    { interval: LOOK_EVERY, timeout: PATIENCE * 2 },
  );
}

/** Everybody does what they do, at once and again and again, until they are stopped. */
export async function startHabits(given: { line: LineSender; phones: Phones; campaign: string }): Promise<Habits> {
  const { line, phones, campaign } = given;
  const memory: Memory = { ordered: new Map(), promised: new Map(), recorded: new Map() };
  const signedIn = new Map<string, Phone>();
  for (const userId of [...folk.eaters, ...folk.pageDonors, ...folk.riders, folk.shop, folk.treasurer])
    signedIn.set(userId, await phones.signIn(userId));
  let isOver = false;
  let isClosed = false;
  let number = 0;
  const street: Street = {
    line,
    phones: signedIn,
    campaign,
    memory,
    isOver: () => isOver,
    isClosed: () => isClosed,
    nextNumber: () => (number += 1),
  };
  const wishes = [
    ...folk.eaters.map((userId) => eat(street, userId)),
    ...folk.undecided.map((userId) => changeMinds(street, userId)),
    ...folk.chatDonors.map((userId) => giveByChat(street, userId)),
    ...folk.pageDonors.map((userId) => giveByPage(street, userId)),
    recordMoney(street),
  ];
  const work = [cook(street), ...folk.riders.map((userId) => ride(street, userId))];
  return {
    memory,
    async stop() {
      isOver = true;
      await Promise.all(wishes);
      isClosed = true;
      await Promise.all(work);
    },
  };
}
