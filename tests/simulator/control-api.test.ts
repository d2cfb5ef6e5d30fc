import { expect, test } from 'vitest';

import { SOMCHAI, startStand } from './stand.ts';
import type { Stand } from './stand.ts';

async function control({ platform }: Stand, path: string, body?: object): Promise<{ status: number; json: unknown }> {
  const method = path === '/settings' ? 'PUT' : 'POST';
  const init = body === undefined ? {} : { method, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
  const response = await fetch(`${platform.url}/sim/api${path}`, init);
  return { status: response.status, json: await response.json() };
}

test('everything a person does, over HTTP', async () => {
  const stand = await startStand();
  const { received, client } = stand;
  const act = (body: object): ReturnType<typeof control> => control(stand, `/members/${SOMCHAI}/actions`, body);
  await act({ kind: 'follow' });
  await act({ kind: 'say', text: 'hi' });
  const image = await act({ kind: 'image', base64: 'AQID', contentType: 'image/png' });
  await act({ kind: 'location', latitude: 7, longitude: 100, title: 'home' });
  await act({ kind: 'tap', action: { type: 'postback', data: 'a' } });
  await act({ kind: 'pickDate', action: { type: 'datetimepicker', data: 'b', mode: 'date' }, value: '2026-12-01' });
  const group = await act({ kind: 'joinGroup' });
  expect(received.map(({ events }) => events[0]?.['type'])).toEqual([
    'follow',
    'message',
    'message',
    'message',
    'postback',
    'postback',
    'join',
  ]);
  expect(image.json).toMatchObject({ status: 200, eventId: expect.any(String), id: expect.any(String) });
  await client.pushMessage({
    to: SOMCHAI,
    messages: [{ type: 'text', text: 'x', quickReply: { items: [{ type: 'action', action: { type: 'location', label: 'here' } }] } }],
  });
  const chat = await control(stand, `/chats/${SOMCHAI}`);
  expect(chat.json).toMatchObject({ member: { relation: 'friend' }, quickReplies: [{ label: 'here' }], richMenu: null });
  expect([(await act({ kind: 'banana' })).status, (await control(stand, '/chats/U1')).status, group.status]).toEqual([400, 404, 200]);
});

test('members, faults, settings, tokens, webhooks, state', async () => {
  const stand = await startStand();
  const added = await control(stand, '/members', { displayName: 'New', role: 'rider' });
  expect([added.status, added.json]).toEqual([
    201,
    expect.objectContaining({ userId: expect.stringMatching(/^U[0-9a-f]{32}$/), relation: 'friend' }),
  ]);
  expect((await control(stand, '/faults', { api: [{ match: 'push', status: 500 }] })).status).toBe(200);
  expect((await control(stand, '/faults', { banana: 1 })).status).toBe(400);
  await control(stand, '/settings', { quotaLimit: 7 });
  expect((await control(stand, '/id-tokens', { userId: SOMCHAI })).json).toEqual({ idToken: expect.any(String) });
  expect((await control(stand, '/webhooks', { kind: 'verify' })).json).toMatchObject({ status: 200 });
  const state = await control(stand, '/state');
  expect(state.json).toMatchObject({
    quota: { limit: 7, used: 0 },
    faults: { api: [{ match: 'push', status: 500 }] },
    deliveries: [{ status: 200 }],
  });
  expect((await control(stand, `/liff-url?userId=${SOMCHAI}&path=/orders`)).json).toEqual({
    url: expect.stringContaining('liff.state=%2Forders#id_token='),
  });
  const page = await fetch(stand.platform.url);
  expect(page.status).toBeLessThan(500);
});

test('a page hears of every change', async () => {
  const { platform } = await startStand();
  const response = await fetch(`${platform.url}/sim/api/events`);
  const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
  await reader?.read();
  await platform.say(SOMCHAI, 'hi');
  expect((await reader?.read())?.value).toBe(`data: {"userId":"${SOMCHAI}"}\n\n`);
  await reader?.cancel();
});
