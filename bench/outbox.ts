import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { Deps } from '../bot/deps.ts';
import type { Notice } from '../bot/domain/notice.ts';
import { createLineClient, createLinePort } from '../bot/line/client.ts';
import type { LineMessage } from '../bot/line/port.ts';
import { fitMessages } from '../bot/messages/guard.ts';
import { render } from '../bot/messages/render.ts';
import { createMetrics } from '../bot/metrics.ts';
import { createOutboxWorker } from '../bot/outbox/send-outbox.ts';
import { inTransaction } from '../bot/usecases/handle.ts';
import { memberByLineId } from '../db/members.ts';
import { countOutbox, enqueueNotice } from '../db/outbox.ts';
import type { Worker } from '../bot/worker.ts';
import { openBenchDeps } from './bench-deps.ts';
import { compare } from './harness.ts';
import type { Bench, Figure } from './harness.ts';

/** Both sides send so many at once. */
const AT_ONCE = 16;
const MESSAGES = 1500;
const ROUNDS = 5;
/** How often it is asked whether all is told. */
const LOOK_MS = 20;

/** What a resident is told most: an order as it stands, a Flex card of some kilobytes. */
function noticeOf(number: number, now: number): Notice {
  return {
    kind: 'order_placed',
    order: {
      order: `ord_${String(number).padStart(20, '0')}`,
      meals: 2,
      mode: 'delivery',
      mealTime: 'now',
      state: 'placed',
      wantedAt: now,
      expectedAt: now + 3_000_000,
      handOverCode: String(number % 10_000).padStart(4, '0'),
    },
  };
}

const lineIdOf = (number: number): string => `U${String(number).padStart(32, '0')}`;

/** LINE in a process of its own, so that answering is not on anybody's bill. */
async function startLine(): Promise<{ url: string; child: ChildProcess }> {
  const child = fork(join(import.meta.dirname, 'line-process.ts'), { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const [message]: unknown[] = await once(child, 'message');
  return { url: String(message), child };
}

function renderer(url: string) {
  const surroundings = { liffUrl: (path: string) => `https://liff.line.me/1-a${path}`, publicUrl: url };
  return (notice: Notice, at: number): LineMessage[] => fitMessages(render(notice, { language: 'th', ...surroundings, now: at }));
}

async function enqueueRound(deps: Deps, round: number): Promise<void> {
  const now = deps.clock.now();
  for (let number = 0; number < MESSAGES; number += 1) {
    await inTransaction(deps, async (txDeps) => {
      const member = await memberByLineId(txDeps, lineIdOf(number));
      const reply = { token: `token-${round}-${number}`, until: now + 600_000 };
      await enqueueNotice(txDeps, { memberId: member.id, notice: noticeOf(number, now), urgency: 'answer', reply });
      return { kind: 'told' };
    });
  }
}

async function sendBare(client: ReturnType<typeof createLineClient>, bodies: readonly LineMessage[][], round: number): Promise<void> {
  let next = 0;
  async function sender(): Promise<void> {
    for (let number = next; number < bodies.length; number = next) {
      next += 1;
      await client.replyMessage({ replyToken: `bare-${round}-${number}`, messages: bodies[number] ?? [] });
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, () => sender()));
}

async function timed(work: () => Promise<unknown>): Promise<{ rate: number; cpu: number }> {
  const cpu = process.cpuUsage();
  const startedAt = performance.now();
  await work();
  const seconds = (performance.now() - startedAt) / 1000;
  const { user, system } = process.cpuUsage(cpu);
  return { rate: MESSAGES / seconds, cpu: (user + system) / MESSAGES };
}

async function measure(folder: string, url: string): Promise<Figure> {
  const deps = await openBenchDeps(join(folder, 'outbox.sqlite'));
  const toLine = { channelAccessToken: 'token', apiBaseUrl: url, dataApiBaseUrl: url };
  const say = renderer(url);
  const line = createLinePort(toLine);
  const newWorker = (): Worker =>
    createOutboxWorker(deps, { line, render: (notice, { at }) => say(notice, at), fit: fitMessages, metrics: createMetrics() });
  const client = createLineClient(toLine);
  const bodies = Array.from({ length: MESSAGES }, (_, number) => say(noticeOf(number, deps.clock.now()), deps.clock.now()));
  const spent = { ours: 0, bare: 0 };
  let round = 0;
  try {
    return await compare({
      what: 'messages sent from the outbox (claimed, rendered, sent, marked; durable)',
      unit: 'per second',
      ours: {
        name: 'outbox',
        async measure() {
          round += 1;
          await enqueueRound(deps, round);
          const { rate, cpu } = await timed(() => untilTold(deps, newWorker()));
          spent.ours = cpu;
          return rate;
        },
      },
      yardstick: {
        name: `bare SDK calls of the same bodies, ${AT_ONCE} at once`,
        async measure() {
          round += 1;
          const { rate, cpu } = await timed(() => sendBare(client, bodies, round));
          spent.bare = cpu;
          return rate;
        },
      },
      reach: { atLeast: 0.85 },
      rounds: ROUNDS,
      notes: () => [
        `${MESSAGES} cards of ${JSON.stringify(bodies[0]).length} characters a round; processor time a message in the last one: ${Math.round(spent.ours)} µs against ${Math.round(spent.bare)} µs`,
      ],
    });
  } finally {
    await deps.db.destroy();
  }
}

/** As the running service does it: the worker wakes itself as members have been told. */
async function untilTold(deps: Deps, worker: Worker): Promise<void> {
  worker.start();
  while ((await countOutbox(deps.db)).waiting > 0) await after(LOOK_MS);
  await worker.stop();
}

export const outbox: Bench = {
  name: 'outbox',
  async run() {
    const folder = await mkdtemp(join(tmpdir(), 'pan-im-bench-'));
    const { url, child } = await startLine();
    try {
      return [await measure(folder, url)];
    } finally {
      child.kill();
      await rm(folder, { recursive: true, force: true });
    }
  },
};
