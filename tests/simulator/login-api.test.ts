import { createRemoteJWKSet, errors, jwtVerify } from 'jose';
import { expect, test } from 'vitest';

import { buttons, uri } from './message-samples.ts';
import { SOMCHAI, startStand } from './stand.ts';
import type { Stand } from './stand.ts';

const CLIENT = '1234567890';

test('an ID token verifies against the published keys', async () => {
  const { platform, clock } = await startStand();
  const keys = createRemoteJWKSet(new URL(`${platform.url}/oauth2/v2.1/certs`));
  const options = { issuer: 'https://access.line.me', audience: CLIENT, algorithms: ['ES256'], currentDate: new Date(clock.now) };
  const { payload } = await jwtVerify(await platform.idToken(SOMCHAI), keys, options);
  expect(payload).toMatchObject({ sub: SOMCHAI, name: 'Somchai', exp: clock.now / 1_000 + 3_600 });
  for (const overrides of [
    { alg: 'HS256' },
    { alg: 'none' },
    { badSignature: true },
    { kid: 'other' },
    { aud: 'x' },
    { exp: 1 },
  ] as const) {
    await expect(jwtVerify(await platform.idToken(SOMCHAI, overrides), keys, options)).rejects.toBeInstanceOf(errors.JOSEError);
  }
});

function verify({ platform }: Stand, form: Record<string, string>): Promise<Response> {
  return fetch(`${platform.url}/oauth2/v2.1/verify`, { method: 'POST', body: new URLSearchParams(form) });
}

test('the verify endpoint says what is wrong, as LINE does', async () => {
  const stand = await startStand();
  const { platform } = stand;
  const good = await verify(stand, { id_token: await platform.idToken(SOMCHAI), client_id: CLIENT });
  expect([good.status, await good.json()]).toEqual([200, expect.objectContaining({ sub: SOMCHAI, aud: CLIENT })]);
  const cases = [
    [{ badSignature: true }, 'Invalid IdToken.'],
    [{ iss: 'https://evil.example' }, 'Invalid IdToken Issuer.'],
    [{ exp: 1 }, 'IdToken expired.'],
    [{ aud: 'other' }, 'Invalid IdToken Audience.'],
  ] as const;
  for (const [overrides, description] of cases) {
    const response = await verify(stand, { id_token: await platform.idToken(SOMCHAI, overrides), client_id: CLIENT });
    expect([response.status, await response.json()]).toEqual([400, { error: 'invalid_request', error_description: description }]);
  }
});

test('a LIFF address becomes the primary redirect', async () => {
  const { platform } = await startStand();
  const url = new URL(await platform.liffUrl(SOMCHAI, 'https://liff.line.me/1234567890-abcdefgh/orders/1?x=y&z=1#top'));
  expect(url.origin + url.pathname).toBe('https://pan-im.example/liff/');
  expect(url.searchParams.get('liff.state')).toBe('/orders/1?x=y&z=1#top');
  const fragment = new URLSearchParams(url.hash.slice(1));
  expect(fragment.get('in_client')).toBe('1');
  expect(fragment.get('id_token')?.split('.')).toHaveLength(3);
  expect(new URL(await platform.liffUrl(SOMCHAI, '')).search).toBe('');
});

test('the login page leads back to the endpoint only', async () => {
  const { platform } = await startStand();
  const login = (redirect: string): Promise<Response> =>
    fetch(`${platform.url}/liff/login?${new URLSearchParams({ liffId: '1234567890-abcdefgh', redirect_uri: redirect }).toString()}`);
  const page = await login('https://pan-im.example/liff/orders?a=b');
  expect([page.status, await page.text()]).toEqual([200, expect.stringContaining('Somchai')]);
  for (const bad of [
    'https://evil.example/liff/',
    'https://pan-im.example/liffy',
    'javascript:alert(1)',
    'https://pan-im.example.evil.example/liff/',
  ]) {
    expect([bad, (await login(bad)).status]).toEqual([bad, 400]);
  }
  const query = new URLSearchParams({ userId: SOMCHAI, redirect_uri: 'https://pan-im.example/liff/orders?a=b' });
  const back = await fetch(`${platform.url}/liff/login/as?${query.toString()}`, { redirect: 'manual' });
  expect(back.headers.get('location')).toMatch(/^https:\/\/pan-im\.example\/liff\/orders\?a=b#id_token=[\w-]+\.[\w-]+\.[\w-]+$/);
});

test('a LIFF page sends messages as the person', async () => {
  const { platform, received } = await startStand();
  const idToken = await platform.idToken(SOMCHAI);
  const send = (body: object): Promise<Response> =>
    fetch(`${platform.url}/liff/send-messages`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const sent = await send({ idToken, messages: [{ type: 'text', text: 'from LIFF' }, buttons({ actions: [uri] })] });
  expect([sent.status, sent.headers.get('access-control-allow-origin')]).toEqual([200, '*']);
  expect(received.map(({ events }) => events[0]?.['message'])).toMatchObject([{ type: 'text', text: 'from LIFF' }]);
  expect(platform.chat(SOMCHAI).map(({ message }) => message.type)).toEqual(['text', 'shared']);
  expect((await send({ idToken, messages: [buttons({})] })).status).toBe(400);
  expect((await send({ idToken: await platform.idToken(SOMCHAI, { exp: 1 }), messages: [{ type: 'text', text: 'x' }] })).status).toBe(403);
});
