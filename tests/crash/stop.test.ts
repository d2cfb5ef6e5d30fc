import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { Agent, request } from 'node:http';
import { connect } from 'node:net';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import BetterSqlite3 from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { bodyOf, signatureOf } from './signed-body.ts';
import { startServer } from './server.ts';
import type { Server } from './server.ts';
import { folk, startTown } from './town.ts';
import type { Town } from './town.ts';

let town: Town;
let server: Server;
let address: string;

beforeEach(async () => {
  town = await startTown(await mkdtemp(join(tmpdir(), 'pan-im-stop-')));
  server = startServer(town);
  address = await server.listening;
});
afterEach(async () => {
  server.child.kill('SIGKILL');
  await server.ended;
  await town.platform.stop();
  await rm(town.folder, { recursive: true, force: true });
});

interface Outcome {
  /** Undefined when there was no whole answer. */
  status: number | undefined;
  /** Whether the answer had begun. */
  began: boolean;
  error: string;
}

/** One webhook with one event on a connection of the agent's; never throws. */
function post(agent: Agent, number: number): Promise<Outcome> {
  const body = bodyOf(folk.undecided[number % folk.undecided.length] ?? '', number);
  const { promise, resolve } = Promise.withResolvers<Outcome>();
  const outcome: Outcome = { status: undefined, began: false, error: '' };
  const sending = request(`${address}/webhook`, {
    method: 'POST',
    agent,
    headers: { 'content-type': 'application/json', 'content-length': body.length, 'x-line-signature': signatureOf(body) },
  });
  sending.on('response', (response) => {
    outcome.began = true;
    response.resume();
    response.on('end', () => resolve({ ...outcome, status: response.statusCode }));
    response.on('error', (error) => resolve({ ...outcome, error: error.message }));
  });
  sending.on('error', (error) => resolve({ ...outcome, error: 'code' in error ? String(error.code) : error.message }));
  sending.end(body);
  return promise;
}

const CONNECTIONS = 16;

test('stopped under load, it answers whatever it has begun, takes nothing new, and ends with 0', async () => {
  const agent = new Agent({ keepAlive: true, maxSockets: CONNECTIONS });
  const outcomes: Outcome[] = [];
  let number = 0;
  const over = new AbortController();
  const drive = async (): Promise<void> => {
    while (!over.signal.aborted) outcomes.push(await post(agent, (number += 1)));
  };
  const drivers = Array.from({ length: CONNECTIONS }, drive);
  await vi.waitUntil(() => outcomes.length > 200, { timeout: 30_000 });
  server.child.kill('SIGTERM');
  expect(await server.ended).toEqual({ code: 0, signal: null, complaint: '' });
  over.abort();
  await Promise.all(drivers);
  agent.destroy();

  const answered = outcomes.filter(({ status }) => status !== undefined);
  expect(answered.filter(({ status }) => status !== 200 && status !== 503)).toEqual([]);
  // No answer was cut off in its middle.
  expect(outcomes.filter(({ began, status }) => began && status === undefined)).toEqual([]);
  // A kept connection is told that it ends; only new ones meet a closed door.
  expect(new Set(outcomes.filter(({ status }) => status === undefined).map(({ error }) => error))).toEqual(new Set(['ECONNREFUSED']));
  const stored = storedEvents();
  expect(stored).toBe(answered.filter(({ status }) => status === 200).length);
});

function storedEvents(): number {
  const raw = new BetterSqlite3(town.databasePath, { readonly: true });
  try {
    return Number(raw.prepare('SELECT count(*) FROM inbox').pluck().get());
  } finally {
    raw.close();
  }
}

/** A request whose last byte never comes. */
async function stuckRequest(): Promise<Socket> {
  const { hostname, port } = new URL(address);
  const socket = connect(Number(port), hostname);
  await once(socket, 'connect');
  socket.on('error', () => undefined);
  socket.write('POST /webhook HTTP/1.1\r\nHost: localhost\r\nContent-Length: 10\r\n\r\n12345');
  return socket;
}

async function isRefused(): Promise<boolean> {
  const { error } = await post(new Agent(), 0);
  return error === 'ECONNREFUSED';
}

test('a request that never ends is cut off at its time and holds nobody up for longer', { timeout: 60_000 }, async () => {
  const socket = await stuckRequest();
  const cut = once(socket, 'close');
  expect((await fetch(`${address}/readyz`)).status).toBe(200);
  server.child.kill('SIGTERM');
  await vi.waitUntil(isRefused, { timeout: 30_000 });
  // Somebody impatient asks once more while it drains.
  server.child.kill('SIGTERM');
  await cut;
  expect(await server.ended).toEqual({ code: 0, signal: null, complaint: '' });
});
