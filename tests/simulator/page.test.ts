/** The simulator's page in a real browser, in front of a bot that only listens. */
import { createRequire } from 'node:module';

import type { messagingApi } from '@line/bot-sdk';
import chromium from '@sparticuz/chromium';
import { chromium as playwright } from 'playwright-core';
import type { Browser, Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, onTestFinished, test } from 'vitest';

import { isObject, listAt, must, objectAt, textAt } from '../../simulator/json.ts';
import type { JsonObject } from '../../simulator/json.ts';
import { MALEE, SOMCHAI, startStand } from './stand.ts';
import type { Stand } from './stand.ts';
import { PATIENT } from '../support/patience.ts';

let browser: Browser;

/** In one process the browser ends with its first page; without web security it is not what people have. */
const UNWANTED = new Set(['--single-process', '--disable-web-security', '--allow-running-insecure-content']);

beforeAll(async () => {
  const args = chromium.args.filter((arg) => !UNWANTED.has(arg));
  browser = await playwright.launch({ executablePath: await chromium.executablePath(), args });
});
afterAll(() => browser.close());

interface Play extends Stand {
  page: Page;
  column: Locator;
  push: (...messages: messagingApi.Message[]) => Promise<void>;
  /** The newest event that the bot got. */
  lastEvent: () => JsonObject;
}

async function openPage(options: Parameters<typeof startStand>[0] = {}): Promise<Play> {
  const stand = await startStand(options);
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  onTestFinished(() => page.close());
  page.setDefaultTimeout(PATIENT);
  await page.goto(stand.platform.url);
  const column = page.getByTestId(`chat-column-${SOMCHAI}`);
  await column.waitFor();
  return {
    ...stand,
    page,
    column,
    push: async (...messages) => void (await stand.client.pushMessage({ to: SOMCHAI, messages })),
    lastEvent: () => must(stand.received.at(-1)?.events[0], 'an event'),
  };
}

const bubble = (contents: messagingApi.FlexComponent[]): messagingApi.Message => ({
  type: 'flex',
  altText: 'a card',
  contents: { type: 'bubble', body: { type: 'box', layout: 'vertical', contents } },
});
const button = (action: messagingApi.Action): messagingApi.FlexComponent => ({ type: 'button', action });
const textOf = (event: JsonObject): string | undefined => textAt(objectAt(event, 'message'), 'text');

test('what people and bots write is shown as text, never run as markup', async () => {
  const markup = '<img src=x onerror="window.ranMarkup=1">';
  const { column, page, push } = await openPage({ members: [{ userId: SOMCHAI, displayName: markup }] });
  await push(
    { type: 'text', text: markup },
    bubble([{ type: 'text', text: markup, wrap: true }, button({ type: 'postback', label: '<b>label</b>', data: 'x?v=1' })]),
  );
  await column.getByTestId('composer-input').fill(markup);
  await column.getByTestId('composer-input').press('Enter');
  await column.getByTestId('message-3').getByText(markup, { exact: true }).waitFor();
  expect(await column.getByTestId('message-1').locator('.bubble').textContent()).toBe(markup);
  expect(await column.getByTestId('flex-button').textContent()).toBe('<b>label</b>');
  expect(await column.locator('.who strong').textContent()).toBe(markup);
  expect(await page.locator('img').count()).toBe(0);
  expect(await page.evaluate('window.ranMarkup')).toBeUndefined();
});

test('an address that is no web address is never opened', async () => {
  const { page } = await openPage();
  await page.evaluate(
    `import('/actions.js').then(({ perform }) => perform({ type: 'uri', uri: 'javascript:window.ranScript=1' }, { tap() {} }))`,
  );
  await page.getByTestId('notice').waitFor();
  expect(await page.evaluate('window.ranScript')).toBeUndefined();
  expect(await page.evaluate(`import('/dom.js').then(({ webAddress }) => webAddress('data:text/html,x'))`)).toBeNull();
  expect(page.context().pages()).toHaveLength(1);
});

test('a tapped Flex button is a postback, with its display text as a bubble', async () => {
  const { column, push, lastEvent } = await openPage();
  await push(bubble([button({ type: 'postback', label: 'Accept', data: 'accept?order=7&v=1', displayText: 'I accept' })]));
  await expect.poll(() => column.getByTestId('message-1').getAttribute('data-via')).toBe('push');
  await column.getByTestId('flex-button').click();
  await column.getByTestId('message-2').getByText('I accept').waitFor();
  expect(await column.getByTestId('message-2').getAttribute('data-from')).toBe('member');
  await expect.poll(() => lastEvent()['type']).toBe('postback');
  expect(objectAt(lastEvent(), 'postback')).toEqual({ data: 'accept?order=7&v=1' });
});

test('quick replies show until one is tapped; a date is picked with a native field', async () => {
  const { column, push, lastEvent } = await openPage();
  const items: messagingApi.QuickReplyItem[] = [
    { type: 'action', action: { type: 'message', label: 'One', text: 'one meal' } },
    { type: 'action', action: { type: 'datetimepicker', label: 'Day', data: 'day?v=1', mode: 'date', min: '2030-01-01' } },
  ];
  await push({ type: 'text', text: 'How many?', quickReply: { items } });
  await column.getByTestId('quick-reply').first().click();
  await column.getByTestId('quick-replies').waitFor({ state: 'hidden' });
  await expect.poll(() => textOf(lastEvent())).toBe('one meal');

  await push({ type: 'text', text: 'When?', quickReply: { items } });
  await column.getByRole('button', { name: 'Day', exact: true }).click();
  await column.getByTestId('date-input').fill('2030-01-31');
  await column.getByTestId('date-send').click();
  await column.getByTestId('quick-replies').waitFor({ state: 'hidden' });
  await expect.poll(() => objectAt(objectAt(lastEvent(), 'postback'), 'params')).toEqual({ date: '2030-01-31' });
});

test('a photo, a picked file, a place and a voice message reach the bot', async () => {
  const { column, lastEvent, call } = await openPage();
  const more = async (kind: string): Promise<void> => {
    await column.getByTestId('composer-more').click();
    await column.getByTestId(kind).click();
  };
  const message = (): JsonObject => objectAt(lastEvent(), 'message');

  await more('more-photo');
  await column.getByTestId('photo-slip').click();
  await column.getByTestId('message-1').getByTestId('photo').waitFor();
  const content = await call(`/v2/bot/message/${textAt(message(), 'id')}/content`);
  expect(
    Buffer.from(await content.arrayBuffer())
      .subarray(0, 2)
      .toString('hex'),
  ).toBe('ffd8');

  await more('more-photo');
  await column.getByTestId('photo-file').setInputFiles({ name: 'door.png', mimeType: 'image/png', buffer: Buffer.from('pixels') });
  await column.getByTestId('message-2').waitFor();
  const picked = await call(`/v2/bot/message/${textAt(message(), 'id')}/content`);
  expect(await picked.text()).toBe('pixels');

  await more('more-location');
  await column.getByTestId('place-latitude').fill('7.1');
  await column.getByTestId('place-longitude').fill('100.5');
  await column.getByTestId('place-send').click();
  await expect.poll(message).toMatchObject({ type: 'location', latitude: 7.1, longitude: 100.5 });

  await more('more-voice');
  await column.getByTestId('voice-send').click();
  await expect.poll(message).toMatchObject({ type: 'audio', duration: 2000 });
});

test('a LIFF address opens one phone as the person who tapped, and the page inside may close it', async () => {
  const { column, page, push } = await openPage();
  const inside = "<button onclick=\"parent.postMessage({ type: 'liff:close' }, '*')\">Done</button>";
  await page.route('https://pan-im.example/**', (route) => route.fulfill({ contentType: 'text/html', body: inside }));
  await push(bubble([button({ type: 'uri', label: 'Open', uri: 'https://liff.line.me/1234567890-abcdefgh/orders/1?x=y' })]));
  await column.getByTestId('flex-button').click();

  const phone = page.getByTestId('phone-frame');
  await phone.getByTestId('phone-page').waitFor();
  expect(await phone.getAttribute('data-user-id')).toBe(SOMCHAI);
  const opened = new URL((await phone.getByTestId('phone-page').getAttribute('src')) ?? '');
  expect(opened.searchParams.get('liff.state')).toBe('/orders/1?x=y');
  expect(opened.hash).toMatch(/^#id_token=/);

  await page.evaluate(`window.postMessage({ type: 'liff:close' }, '*')`);
  expect(await phone.isVisible()).toBe(true);
  await phone.getByTestId('phone-page').contentFrame().getByText('Done').click();
  await phone.waitFor({ state: 'hidden' });
  expect(await page.locator('iframe').count()).toBe(0);
});

test('a new person meets the bot by following it, and may block it', async () => {
  const { page, lastEvent } = await openPage();
  await page.getByTestId('add-person').click();
  await page.getByTestId('add-person-name').fill('Newcomer');
  await page.getByTestId('add-person-save').click();
  const newcomer = page.getByLabel('Newcomer').and(page.locator('section'));
  await newcomer.getByTestId('follow-button').click();
  await newcomer.getByTestId('composer-input').waitFor();
  await expect.poll(() => lastEvent()['type']).toBe('follow');
  await newcomer.getByTestId('chat-menu').click();
  await newcomer.getByTestId('block-button').click();
  await newcomer.getByTestId('composer-input').waitFor({ state: 'hidden' });
  await expect.poll(() => lastEvent()['type']).toBe('unfollow');
});

test('the keyboard changes the column; someone without a column gets a dot', async () => {
  const roles = ['resident', 'shop', 'rider', 'coordinator'];
  const others = roles.map((role, index) => ({ userId: `U${`${index + 3}`.repeat(32)}`, displayName: role, role }));
  const { page, client } = await startStandWithoutColumn(others);
  await page.keyboard.press('Alt+2');
  expect(await page.evaluate(`document.activeElement.closest('.column').dataset.role`)).toBe('shop');
  await client.pushMessage({ to: MALEE, messages: [{ type: 'text', text: 'hello' }] });
  const malee = page.getByTestId(`person-${MALEE}`);
  await malee.getByTestId('unread').waitFor();
  await malee.click();
  await page.getByTestId(`chat-column-${MALEE}`).getByText('hello').waitFor();
  expect(await malee.getByTestId('unread').isVisible()).toBe(false);
  expect(await page.locator('.column').count()).toBe(4);
});

async function startStandWithoutColumn(others: { userId: string; displayName: string; role: string }[]): Promise<Stand & { page: Page }> {
  const stand = await startStand({ members: [...others, { userId: MALEE, displayName: 'Malee', role: 'donor' }] });
  const page = await browser.newPage({ viewport: { width: 1280, height: 800 } });
  onTestFinished(() => page.close());
  await page.goto(stand.platform.url);
  await page.getByTestId(`person-${MALEE}`).waitFor();
  return { ...stand, page };
}

test('faults are set from the drawer, which also shows what was refused', async () => {
  const { page, platform, call, received, column } = await openPage();
  await page.getByTestId('state-toggle').click();
  await page.getByTestId('fault-duplicate').check();
  await expect.poll(async () => objectAt(await stateOf(platform.url), 'faults')).toEqual({ webhook: { duplicate: 1 } });
  await column.getByTestId('composer-input').fill('hello');
  await column.getByTestId('composer-send').click();
  await expect.poll(() => received.length).toBe(2);
  await page.getByTestId('clear-faults').click();
  await expect.poll(async () => objectAt(await stateOf(platform.url), 'faults')).toEqual({});
  await page.getByTestId('send-again').click();
  await expect.poll(() => received.length).toBe(3);
  await call('/v2/bot/message/push', { to: SOMCHAI, messages: [{ type: 'text', text: '' }] });
  await page.getByTestId('send-again').click();
  await page.getByTestId('problem').getByText('messages[0].text').waitFor();
});

async function stateOf(url: string): Promise<unknown> {
  return (await fetch(`${url}/sim/api/state`)).json();
}

test('a rich menu is real buttons that can be folded away', async () => {
  const { page, column } = await openPage();
  // The page reads what the simulator says; a menu with a picture is drawn there in its own tests.
  const menu = {
    name: 'resident',
    chatBarText: 'Menu',
    selected: true,
    size: { width: 2500, height: 843 },
    imageUrl: '/none.png',
    areas: [{ bounds: { x: 0, y: 0, width: 1250, height: 843 }, action: { type: 'message', label: 'Ask for food', text: 'food' } }],
  };
  await page.route('**/sim/api/chats/*', async (route) => {
    const response = await route.fetch();
    const chat: unknown = await response.json();
    await route.fulfill({ response, json: { ...(isObject(chat) ? chat : {}), richMenu: menu } });
  });
  await page.reload();
  await column.getByRole('button', { name: 'Ask for food' }).click();
  await column.getByTestId('message-1').getByText('food').waitFor();
  await column.getByTestId('richmenu-toggle').click();
  expect(await column.getByTestId('richmenu-area').isVisible()).toBe(false);
});

test.each(['light', 'dark'] as const)('axe finds nothing, and a narrow phone shows one column: %s', async (colorScheme) => {
  const { page, push, column } = await openPage();
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await push({
    type: 'text',
    text: 'How many?',
    quickReply: { items: [{ type: 'action', action: { type: 'message', label: 'One', text: 'one' } }] },
  });
  await column.getByTestId('quick-reply').waitFor();
  await page.addScriptTag({ path: createRequire(import.meta.url).resolve('axe-core') });
  const report: unknown = await page.evaluate('axe.run()');
  expect(
    listAt(report, 'violations').map((found) => [textAt(found, 'id'), listAt(found, 'nodes').map((node) => textAt(node, 'html'))]),
  ).toEqual([]);
  await page.setViewportSize({ width: 360, height: 740 });
  expect(await page.locator('.column:visible').count()).toBe(1);
  expect(await page.evaluate('document.documentElement.scrollWidth')).toBe(360);
});
