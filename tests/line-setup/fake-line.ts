import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import express from 'express';

interface FakeMenu {
  name: string;
  hasPicture: boolean;
}

export interface FakeLine {
  url: string;
  menus: Map<string, FakeMenu>;
  aliases: Map<string, string>;
  /** Whose own menu is which. */
  holders: Map<string, string>;
  defaultMenuId: string | undefined;
  webhook: string | undefined;
  /** Method and path of every request that changes something, ids left out. */
  changes: string[];
  /** Answers with this instead, by "METHOD /path". */
  refusals: Map<string, { status: number; message: string }>;
  /** What moving members in the background comes to. */
  movePhase: 'succeeded' | 'ongoing' | 'failed';
  serviceAnswers: boolean;
  stop(): Promise<void>;
}

const TOKEN = 'token-of-the-test';

function changesSomething(method: string, path: string): boolean {
  return method !== 'GET' && path !== '/v2/bot/channel/webhook/test';
}

function guard(fake: FakeLine): express.RequestHandler {
  return (request, response, next) => {
    const what = `${request.method} ${request.path.replaceAll(/richmenu-\d+|U[0-9a-f]{32}/gu, ':id')}`;
    if (changesSomething(request.method, request.path)) fake.changes.push(what);
    const refusal = fake.refusals.get(what);
    if (refusal !== undefined) response.status(refusal.status).json({ message: refusal.message });
    else if (request.path.startsWith('/v2/') && request.get('authorization') !== `Bearer ${TOKEN}`) {
      response.status(401).json({ message: 'Authentication failed' });
    } else next();
  };
}

function accountRoutes(app: express.Express, fake: FakeLine): void {
  app.get('/v2/bot/info', (_, response) => {
    response.json({ userId: 'U0', basicId: '@test', displayName: 'Pan-Im', chatMode: 'chat', markAsReadMode: 'manual' });
  });
  app.get('/oauth2/v2.1/certs', (_, response) => response.json({ keys: [] }));
  app.get('/v2/bot/message/quota', (_, response) => response.json({ type: 'limited', value: 300 }));
  app.get('/v2/bot/message/quota/consumption', (_, response) => response.json({ totalUsage: 7 }));
  app.get('/v2/bot/channel/webhook/endpoint', (_, response) => {
    if (fake.webhook === undefined) response.status(404).json({ message: 'not found' });
    else response.json({ endpoint: fake.webhook, active: true });
  });
  app.put('/v2/bot/channel/webhook/endpoint', (request, response) => {
    fake.webhook = String((request.body as { endpoint: unknown }).endpoint);
    response.json({});
  });
  app.post('/v2/bot/channel/webhook/test', (_, response) => {
    const success = fake.serviceAnswers;
    response.json({
      success,
      timestamp: new Date(0),
      statusCode: success ? 200 : 0,
      reason: success ? 'OK' : 'COULD_NOT_CONNECT',
      detail: '',
    });
  });
}

function menuRoutes(app: express.Express, fake: FakeLine): void {
  let made = 0;
  app.get('/v2/bot/richmenu/list', (_, response) => {
    const richmenus = [...fake.menus].map(([richMenuId, { name }]) => ({ richMenuId, name }));
    response.json({ richmenus });
  });
  app.post('/v2/bot/richmenu', (request, response) => {
    made += 1;
    const richMenuId = `richmenu-${made}`;
    fake.menus.set(richMenuId, { name: String((request.body as { name: unknown }).name), hasPicture: false });
    response.json({ richMenuId });
  });
  app.post('/v2/bot/richmenu/batch', (request, response) => {
    const { operations } = request.body as { operations: { from: string; to: string }[] };
    for (const { from, to } of operations) {
      for (const [userId, held] of fake.holders) if (held === from && fake.movePhase === 'succeeded') fake.holders.set(userId, to);
    }
    response.status(202).set('x-line-request-id', 'the-batch').json({});
  });
  app.get('/v2/bot/richmenu/progress/batch', (request, response) => {
    const isKnown = request.query['requestId'] === 'the-batch';
    response.status(isKnown ? 200 : 404).json({ phase: fake.movePhase, acceptedTime: new Date(0) });
  });
  app.post('/v2/bot/richmenu/:id/content', (request, response) => {
    const menu = fake.menus.get(request.params.id);
    if (menu !== undefined) menu.hasPicture = true;
    response.status(menu === undefined ? 404 : 200).json({});
  });
  app.delete('/v2/bot/richmenu/:id', (request, response) => {
    response.status(fake.menus.delete(request.params.id) ? 200 : 404).json({});
  });
}

function pointerRoutes(app: express.Express, fake: FakeLine): void {
  const usable = (id: string): boolean => fake.menus.get(id)?.hasPicture === true;
  app.get('/v2/bot/richmenu/alias/list', (_, response) => {
    response.json({ aliases: [...fake.aliases].map(([richMenuAliasId, richMenuId]) => ({ richMenuAliasId, richMenuId })) });
  });
  app.get('/v2/bot/richmenu/alias/:alias', (request, response) => {
    const richMenuId = fake.aliases.get(request.params.alias);
    response.status(richMenuId === undefined ? 404 : 200).json({ richMenuAliasId: request.params.alias, richMenuId });
  });
  app.post(['/v2/bot/richmenu/alias', '/v2/bot/richmenu/alias/:alias'], (request, response) => {
    const { richMenuAliasId, richMenuId } = request.body as { richMenuAliasId?: string; richMenuId: string };
    const alias = richMenuAliasId ?? String(request.params['alias']);
    const isNew = richMenuAliasId !== undefined;
    const isRight = usable(richMenuId) && fake.aliases.has(alias) !== isNew;
    if (isRight) fake.aliases.set(alias, richMenuId);
    response.status(isRight ? 200 : 400).json({});
  });
  app.get('/v2/bot/user/all/richmenu', (_, response) => {
    response.status(fake.defaultMenuId === undefined ? 404 : 200).json({ richMenuId: fake.defaultMenuId });
  });
  app.post('/v2/bot/user/all/richmenu/:id', (request, response) => {
    if (usable(request.params.id)) fake.defaultMenuId = request.params.id;
    response.status(usable(request.params.id) ? 200 : 400).json({});
  });
  app.post('/v2/bot/user/:userId/richmenu/:id', (request, response) => {
    if (usable(request.params.id)) fake.holders.set(request.params.userId, request.params.id);
    response.status(usable(request.params.id) ? 200 : 404).json({});
  });
}

/** The part of LINE's API that the set-up uses, with the background moving of members, which takes no time here. */
export async function startFakeLine(): Promise<FakeLine> {
  const app = express();
  const server = createServer(app);
  const fake: FakeLine = {
    url: '',
    menus: new Map(),
    aliases: new Map(),
    holders: new Map(),
    defaultMenuId: undefined,
    webhook: undefined,
    changes: [],
    refusals: new Map(),
    movePhase: 'succeeded',
    serviceAnswers: true,
    stop: async () => {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      server.close(() => resolve(undefined));
      server.closeAllConnections();
      await promise;
    },
  };
  app.use(express.json(), guard(fake));
  accountRoutes(app, fake);
  pointerRoutes(app, fake);
  menuRoutes(app, fake);
  const { promise, resolve } = Promise.withResolvers<undefined>();
  server.listen(0, '127.0.0.1', () => resolve(undefined));
  await promise;
  fake.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  return fake;
}
