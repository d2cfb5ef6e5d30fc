import { expect, test } from 'vitest';
import { converse } from '../../bot/conversation/converse.ts';
import type { Facts } from '../../bot/conversation/facts.ts';
import { startForm } from '../../bot/conversation/fill-form.ts';
import { NEW_CONVERSATION } from '../../bot/conversation/state.ts';
import type { Step } from '../../bot/conversation/step.ts';
import { decodeButton } from '../../bot/domain/button.ts';
import type { Button } from '../../bot/domain/button.ts';
import type { FormName } from '../../bot/domain/question.ts';
import { DECLINE_REASONS, LANGUAGES, RESOLUTIONS } from '../../bot/domain/words.ts';
import { intentOf } from '../../bot/intents/from-text.ts';
import { MENU_LAYOUTS } from '../../bot/line/rich-menu/layout.ts';
import { RICH_MENU_TEXT } from '../../bot/messages/rich-menu-text.ts';
import { render } from '../../bot/messages/render.ts';
import { CATALOGUES } from '../../bot/messages/text/catalogues.ts';
import { noticeSamples, SAMPLE_NOW } from '../messages/notice-samples.ts';
import { aCoordinator, aRider, aShop, aTreasurer, orderIn, someFacts } from './some-facts.ts';

function typed(facts: Facts, text: string): Step {
  return converse(NEW_CONVERSATION, facts, { kind: 'words', text, intent: intentOf(text) });
}

function tapped(facts: Facts, button: Button): Step {
  return converse(NEW_CONVERSATION, facts, { kind: 'button', button });
}

/** What the tests hold a typed label against: all that a tap leads to. */
function effect({ say, command, query, state }: Step) {
  return { say, command, query, state };
}

const bare = (id: string) => (id === '' ? [] : [id]);

/** The member who has this button before them, and nothing else that it could be about. */
function shownTo(button: Button, label: string): Facts {
  const all: Record<string, string> = { ...button };
  const id = (key: string) => bare(all[key] ?? '');
  const { action } = button;
  if (['shop_approve', 'shop_decline'].includes(action)) return someFacts(aCoordinator({ shops: id('shop') }));
  if (['rider_approve', 'rider_decline'].includes(action)) return someFacts(aCoordinator({ riders: id('rider') }));
  if (action === 'gift_withdraw') return someFacts({ ownGifts: id('gift') });
  if (action.startsWith('gift_')) return someFacts(aCoordinator({ gifts: id('gift') }));
  if (action.startsWith('screening_'))
    return someFacts(aCoordinator({ screenings: id('screening'), couponsEach: Number(/\d+/u.exec(label)?.[0] ?? 0) }));
  if (button.action === 'incident_resolve' || button.action === 'incident_reply')
    return someFacts(aCoordinator({ incidents: [{ incident: button.incident, canReply: true, resolutions: [...RESOLUTIONS] }] }));
  if (action === 'queue' || action === 'new_campaign') return someFacts(aCoordinator());
  if (['confirm_money', 'record_money', 'money_queue'].includes(action)) return someFacts(aTreasurer(id('pledge')));
  if (action === 'pledge_withdraw') return someFacts({ openPledges: id('pledge'), monthlyPledges: id('pledge') });
  if (action === 'shop_accept' || action === 'shop_reject') return someFacts(aShop({ asked: id('order') }));
  if (action.startsWith('shop_')) return someFacts(aShop({ accepted: id('order') }));
  if (action === 'rider_accept' || action === 'rider_reject') return someFacts(aRider({ offers: id('trip') }));
  if (action.startsWith('rider_'))
    return someFacts(aRider(all['trip'] === undefined ? {} : { trip: { id: all['trip'], state: 'to_shop' } }));
  if (action === 'cancel_order') return someFacts({ order: orderIn('accepted', all['order']) });
  if (action.startsWith('order_')) return someFacts({ order: orderIn('handed_over', all['order']) });
  return someFacts();
}

/** Every button in what the service says, by its label. */
function buttonsIn(value: unknown): { label: string; button: Button }[] {
  if (Array.isArray(value)) return value.flatMap(buttonsIn);
  if (typeof value !== 'object' || value === null) return [];
  const { type, label, data } = value as Record<string, unknown>;
  if (type === 'postback' && typeof label === 'string' && typeof data === 'string') {
    const decoded = decodeButton(data);
    return decoded.kind === 'button' ? [{ label, button: decoded.button }] : [];
  }
  return Object.values(value).flatMap(buttonsIn);
}

/** "Other" in Burmese is on the menu as well as on a decision: nobody is declined by a word that may mean the menu. */
const MEANS_TOO_MUCH = 'အခြား';

function holdAgainst(label: string, button: Button): void {
  const facts = shownTo(button, label);
  const step = typed(facts, label);
  if (label === MEANS_TOO_MUCH && button.action === 'screening_decline') expect(step).toMatchObject({ query: 'queue', say: [] });
  else expect(effect(step), `${label} is ${button.action}`).toEqual(effect(tapped(facts, button)));
}

test.each(LANGUAGES)('whoever types the label of a button does what the button does, in %s', (language) => {
  const context = {
    language,
    liffUrl: (path: string) => `https://liff.example${path}`,
    publicUrl: 'https://pan-im.example',
    now: SAMPLE_NOW,
  };
  // Answers to questions have their own test, and refusals lead on with buttons that stand on other answers as well.
  const notices = noticeSamples.filter(({ kind }) => kind !== 'question' && kind !== 'refused');
  const pressed = notices.flatMap((notice) => buttonsIn(render(notice, context)));
  expect(new Set(pressed.map(({ label }) => label)).size).toBeGreaterThan(55);
  for (const { label, button } of pressed) holdAgainst(label, button);
});

test.each(LANGUAGES)('the words of the rich menus do what their pictures do, in %s', (language) => {
  for (const area of Object.values(MENU_LAYOUTS).flat()) {
    if (area.does.kind !== 'button') continue;
    holdAgainst(RICH_MENU_TEXT[language].words[area.word].label, area.does.button);
  }
});

test.each(LANGUAGES)('the words of the languages, reasons and decisions work in %s', (language) => {
  const { languages, declineButtons, resolutions } = CATALOGUES[language];
  const buttons: [string, Button][] = [
    ...LANGUAGES.map((to): [string, Button] => [languages[to], { action: 'language', to }]),
    ...DECLINE_REASONS.map((reason): [string, Button] => [
      declineButtons[reason],
      { action: 'screening_decline', screening: 'scr_1', reason },
    ]),
    ...RESOLUTIONS.map((resolution): [string, Button] => [
      resolutions[resolution],
      { action: 'incident_resolve', incident: 'inc_1', resolution },
    ]),
  ];
  for (const [label, button] of buttons) holdAgainst(label, button);
});

/** Links open pages, which words cannot; the answer is the card that bears the link. */
const LINKS: readonly (readonly [label: string, facts: Facts, query: Step['query']])[] = [
  ['เปิดคูปอง', someFacts(), 'coupon_balance'],
  ['ดูรายละเอียด', someFacts({ order: orderIn('cooking') }), 'my_order'],
  ['ดูรายละเอียด', someFacts(aCoordinator()), 'queue'],
  ['ดูที่ผ่านมา', someFacts(), 'my_order'],
  ['ดูการให้ของฉัน', someFacts(), 'pledges'],
  ['เปิดหน้าร้าน', someFacts(aShop()), 'shop_orders'],
  ['เปิดหน้างาน', someFacts(aRider()), 'rider_jobs'],
  ['เปิดหน้างาน', someFacts(aCoordinator()), 'queue'],
  ['เปิดหน้าบัญชี', someFacts(aTreasurer()), 'money_queue'],
  ['เปิดหน้าเหรัญญิก', someFacts(aTreasurer()), 'money_queue'],
  ['ดูข้อมูลส่วนตัว', someFacts(), 'privacy'],
  ['เปิดแผนที่', someFacts(aRider({ trip: { id: 'trp_1', state: 'to_shop' } })), 'rider_jobs'],
  ['เปิดแผนที่', someFacts({ order: orderIn('ready') }), 'my_order'],
  ['เปิดคิวอาร์', someFacts({ openPledges: ['plg_1'] }), 'pledges'],
  ['เปิดคิวอาร์', someFacts(), 'coupon_balance'],
  ['เปิดดูสลิป', someFacts(aTreasurer()), 'money_queue'],
  ['โทรหาผู้รับ', someFacts(aRider({ trip: { id: 'trp_1', state: 'to_home' } })), 'rider_jobs'],
  ['เงินที่จะได้', someFacts(aShop()), 'settlement'],
  ['เงินกองทุน', someFacts(aCoordinator()), 'fund_report'],
  ['ออเดอร์', someFacts({ order: orderIn('cooking') }), 'my_order'],
];

test.each(LINKS)('%s typed leads to the card with that link', (label, facts, query) => {
  expect(typed(facts, label)).toMatchObject({ query, say: [] });
});

test.each(LANGUAGES)('the numbers of the buttons that dial are danger wherever they are typed, in %s', (language) => {
  const { call_ambulance: ambulance, call_mind_line: mind } = CATALOGUES[language].buttons;
  const inForm = startForm(NEW_CONVERSATION, someFacts(), { form: 'capacity' }).state;
  for (const [label, why] of [
    [ambulance, 'health'],
    [mind, 'self_harm'],
  ] as const) {
    for (const state of [NEW_CONVERSATION, inForm]) {
      const step = converse(state, someFacts(), { kind: 'words', text: label, intent: intentOf(label) });
      expect(step.say[0], label).toEqual({ kind: 'emergency', why });
    }
  }
  expect(intentOf('1323').kind).not.toBe('self_harm');
});

const two = ['1', '2'];
const incident = (id: string) => ({ incident: id, canReply: true, resolutions: [...RESOLUTIONS] });

/** More than one thing could be meant: nothing is done, all of them are shown. */
const SEVERAL: readonly (readonly [label: string, who: Partial<Facts>, query: Step['query']])[] = [
  ['รับทำ', aShop({ asked: two }), 'shop_orders'],
  ['ไม่สะดวก', aShop({ asked: two }), 'shop_orders'],
  ['เริ่มทำแล้ว', aShop({ accepted: two }), 'shop_orders'],
  ['ทำเสร็จแล้ว', aShop({ accepted: ['1'], cooking: ['2'] }), 'shop_orders'],
  ['ทำต่อไม่ได้', aShop({ cooking: two }), 'shop_orders'],
  ['รับงานนี้', aRider({ offers: two }), 'rider_jobs'],
  ['รับงาน', aRider({ offers: two }), 'rider_jobs'],
  ['ไม่สะดวก', aRider({ offers: two }), 'rider_jobs'],
  ['ยกเลิกการให้', { openPledges: two }, 'pledges'],
  ['อนุมัติ 10 มื้อ', aCoordinator({ screenings: two }), 'queue'],
  ['ไม่ตรงเงื่อนไข', aCoordinator({ screenings: two }), 'queue'],
  ['ดูเหตุผล', aCoordinator({ screenings: two }), 'queue'],
  ['รับเข้าร่วม', aCoordinator({ shops: two }), 'queue'],
  ['รับเข้าร่วม', aCoordinator({ shops: ['1'], riders: ['2'] }), 'queue'],
  ['ยังไม่รับ', aCoordinator({ riders: two }), 'queue'],
  ['คืนคูปองให้', aCoordinator({ incidents: two.map(incident) }), 'queue'],
  ['เงินเข้าแล้ว', aTreasurer(two), 'money_queue'],
];

test.each(SEVERAL)('%s with several things to mean does nothing and shows them', (label, who, query) => {
  const step = typed(someFacts(who), label);
  expect(step).toMatchObject({ query, say: [] });
  expect(step.command).toBeUndefined();
});

test('a shop that is a rider too is not guessed at', () => {
  const both = { ...aShop({ asked: ['ord_1'] }), ...aRider({ offers: ['trp_1'] }), roles: ['shop' as const, 'rider' as const] };
  expect(typed(someFacts(both), 'ไม่สะดวก')).toMatchObject({ query: 'shop_orders', say: [] });
});

/** Nothing waits that could be meant. */
const NOTHING: readonly (readonly [label: string, who: Partial<Facts>, query: Step['query']])[] = [
  ['รับทำ', aShop(), 'shop_orders'],
  ['ทำเสร็จแล้ว', aShop({ asked: ['ord_1'] }), 'shop_orders'],
  ['คืนงานนี้', aRider(), 'rider_jobs'],
  ['วางหน้าบ้านแล้ว', aRider(), 'rider_jobs'],
  ['รับเข้าร่วม', aCoordinator(), 'queue'],
  ['อนุมัติ 10 มื้อ', aCoordinator(), 'queue'],
  ['อนุมัติ 20 มื้อ', aCoordinator({ screenings: ['scr_1'], couponsEach: 10 }), 'queue'],
  ['เงินเข้าแล้ว', aTreasurer(), 'money_queue'],
  ['ยกเลิกการให้', { order: orderIn('accepted') }, 'pledges'],
  ['ยังไม่ได้รับ', { order: orderIn('cooking') }, 'my_order'],
  ['ได้รับแล้ว', { order: orderIn('on_the_way') }, 'my_order'],
  ['ยกเลิกคำขอ', { ...aCoordinator({ incidents: [incident('inc_1')] }), order: orderIn('accepted') }, 'queue'],
];

test.each(NOTHING)('%s with nothing that it fits does nothing and shows what there is', (label, who, query) => {
  const step = typed(someFacts(who), label);
  expect(step).toMatchObject({ query, say: [] });
  expect(step.command).toBeUndefined();
});

const NOT_THEIRS: readonly (readonly [label: string, role: string])[] = [
  ['รับทำ', 'shop'],
  ['ตั้งจำนวนมื้อ', 'shop'],
  ['รับคูปอง', 'shop'],
  ['คืนงานนี้', 'rider'],
  ['เปิดโครงการใหม่', 'coordinator'],
  ['รับเข้าร่วม', 'coordinator'],
  ['บันทึกเงินเข้า', 'treasurer'],
];

test.each(NOT_THEIRS)('%s typed by somebody without the part says whose it is', (label, role) => {
  expect(typed(someFacts(), label)).toEqual({
    state: NEW_CONVERSATION,
    say: [{ kind: 'refused', code: 'not_allowed', detail: { role } }],
  });
});

test("words that are another part's button keep their meaning for everybody else", () => {
  expect(typed(someFacts({ order: orderIn('on_the_way') }), 'ยังไม่รับ').command).toMatchObject({ kind: 'complain' });
  expect(typed(someFacts({ order: orderIn('handed_over') }), 'รับอาหารแล้ว').command).toMatchObject({ kind: 'confirm_received' });
  expect(typed(someFacts({ order: orderIn('accepted') }), 'ยกเลิกคำขอ').command).toMatchObject({ kind: 'cancel_order' });
});

test('forms open for those who can use them', () => {
  const refused = (code: string, detail: object) => [{ kind: 'refused', code, detail }];
  for (const facts of [someFacts(), someFacts({ shop: 'applied' }), someFacts({ shop: 'suspended' })]) {
    expect(tapped(facts, { action: 'shop_capacity' }).say).toEqual(refused('not_allowed', { role: 'shop' }));
    expect(tapped(facts, { action: 'shop_hand_over' }).say).toEqual(refused('not_allowed', { role: 'shop' }));
  }
  for (const state of ['applied', 'active', 'suspended'] as const) {
    expect(tapped(someFacts({ shop: state }), { action: 'join_shop' }).say).toEqual(refused('already_registered', { state }));
    const rider = { state, onDuty: false, offers: [] };
    expect(tapped(someFacts({ rider }), { action: 'join_rider' }).say).toEqual(refused('already_registered', { state }));
  }
  expect(tapped(someFacts(), { action: 'join_shop' }).state.open?.form).toBe('shop_application');
  expect(tapped(someFacts(aShop()), { action: 'shop_capacity' }).state.open?.form).toBe('capacity');
});

test('in the middle of a question a label is a label, unless it is an answer or any words are', () => {
  const facts = someFacts(aShop({ asked: ['ord_1'] }));
  const hear = (form: FormName, text: string) =>
    converse(startForm(NEW_CONVERSATION, facts, { form }).state, facts, { kind: 'words', text, intent: intentOf(text) });
  expect(hear('capacity', 'รับทำ').command).toMatchObject({ kind: 'shop_accept', order: 'ord_1' });
  expect(hear('shop_code', 'Orders').query).toBe('shop_orders');
  expect(hear('pledge', 'คูปอง').state.open?.answers).toEqual({ kind: 'meals' });
  expect(hear('rider_application', 'รับทำ').state.open?.answers).toEqual({ name: 'รับทำ' });
  expect(hear('rider_application', 'คุยกับคน').state.open?.form).toBe('help');
  expect(hear('help', 'มีปัญหา').command).toMatchObject({ kind: 'call_person', words: 'มีปัญหา' });
});
