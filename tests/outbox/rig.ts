import { mkdtemp, rm } from 'node:fs/promises';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { migrateOrThrow } from '../../db/migrate.ts';
import { memberByLineId } from '../../db/members.ts';
import { openDatabase } from '../../db/open.ts';
import { enqueueNotice } from '../../db/outbox.ts';
import type { Row } from '../../db/schema.ts';
import type { Deps } from '../../bot/deps.ts';
import type { Notice, Urgency } from '../../bot/domain/notice.ts';
import { createLinePort } from '../../bot/line/client.ts';
import type { LineMessage, LinePort } from '../../bot/line/port.ts';
import { REPLY_TOKEN_MAX_AGE } from '../../bot/limits.ts';
import { createLogger } from '../../bot/logger.ts';
import { fitMessages } from '../../bot/messages/guard.ts';
import { createMetrics } from '../../bot/metrics.ts';
import { createOutboxWorker } from '../../bot/outbox/send-outbox.ts';
import { createSealer } from '../../bot/sealer.ts';
import { createWakeHub } from '../../bot/wake.ts';
import type { Worker } from '../../bot/worker.ts';
import { startLinePlatform } from '../../simulator/platform.ts';
import { fakeClock } from '../support/fake-clock.ts';
import { PATIENT } from '../support/patience.ts';
import { seededChance, seededRandom } from '../support/seeded-chance.ts';

export const lineIdOf = (number: number): string => `U${String(number).padStart(32, '0')}`;

/** A real database file, its time and its chance; nothing of LINE. */
export async function databaseRig() {
  const folder = await mkdtemp(join(tmpdir(), 'pan-im-'));
  const path = join(folder, 'test.db');
  const clock = fakeClock();
  const chance = seededChance(clock);
  const hub = createWakeHub();
  const lines: string[] = [];
  const deps: Deps = {
    db: openDatabase(path),
    clock,
    chance,
    sealer: createSealer('ab'.repeat(32), chance),
    log: createLogger('debug', { write: (line) => void lines.push(line) }),
    wake: hub.wake,
    consentNotice: (purpose, language) => ({ version: '1', textHash: `${purpose}/${language}` }),
    settings: {
      publicUrl: 'http://127.0.0.1:3000',
      promptPayId: '0812345678',
      sessionSecret: 's'.repeat(40),
      liffId: '1234567890-AbCdEfGh',
      loginChannelId: '1234567890',
      firstCoordinatorLineUserId: lineIdOf(1001),
      firstTreasurerLineUserId: lineIdOf(1002),
    },
  };
  await migrateOrThrow(deps.db);
  return {
    deps,
    clock,
    hub,
    path,
    /** Everything that was logged, line by line. */
    lines,
    async close() {
      await deps.db.destroy();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** In the tests a notice says its kind, or its number; one kind says something that LINE refuses. */
const REFUSED_BY_LINE: Notice['kind'] = 'tax_answer';
function sayKind(notice: Notice): LineMessage[] {
  if (notice.kind === 'received_thanks') return [{ type: 'text', text: String(notice.left) }];
  return [{ type: 'text', text: notice.kind === REFUSED_BY_LINE ? '' : notice.kind }];
}

/** How long a call to LINE may take: short for the one that is meant to be silent, or the test would wait. */
export interface Patience {
  ms: number;
  ofNextCall?: number;
}

/** An outbox that sends to a simulated LINE. */
export async function outboxRig(members = 3) {
  const rig = await databaseRig();
  const { deps, clock } = rig;
  const platform = await startLinePlatform({
    channelSecret: 'secret',
    channelAccessToken: 'token',
    loginChannelId: '1234567890',
    liffId: '1234567890-AbCdEfGh',
    members: Array.from({ length: members }, (_, number) => ({ userId: lineIdOf(number), displayName: `member ${number}` })),
    now: () => clock.now(),
    random: seededRandom(7),
    quota: 100,
    webhookDeadlineMs: PATIENT,
  });
  // The tests write outbox rows themselves: of a webhook they need only that LINE begins the token's minute.
  const hook = createServer((_request, response) => void response.end());
  await new Promise<void>((resolve) => hook.listen(0, '127.0.0.1', resolve));
  const address = hook.address();
  platform.setWebhookUrl(`http://127.0.0.1:${typeof address === 'object' && address !== null ? address.port : 0}/`);
  const metrics = createMetrics();
  const toLine = { channelAccessToken: 'token', apiBaseUrl: platform.url, dataApiBaseUrl: platform.url };
  const ports = new Map<number, LinePort>();
  const patience: Patience = { ms: PATIENT };
  function port(): LinePort {
    const { ms, ofNextCall = ms } = patience;
    delete patience.ofNextCall;
    const known = ports.get(ofNextCall) ?? createLinePort({ ...toLine, callTimeout: ofNextCall });
    ports.set(ofNextCall, known);
    return known;
  }
  const newWorker = (): Worker =>
    createOutboxWorker(deps, {
      line: { reply: (...call) => port().reply(...call), push: (...call) => port().push(...call) },
      render: sayKind,
      fit: (messages) => fitOnlyWhole(messages),
      metrics,
    });
  let tokens = 0;

  async function memberId(number: number): Promise<string> {
    return (await deps.db.transaction().execute((tx) => memberByLineId({ ...deps, tx }, lineIdOf(number)))).id;
  }

  return {
    ...rig,
    platform,
    metrics,
    worker: newWorker(),
    patience,
    /** As after a restart: nothing remembered but the database. */
    newWorker,
    memberId,
    /** The member does something, so that there is a reply token. */
    async acts(number: number) {
      tokens += 1;
      const token = `token-${tokens}`;
      await platform.deliver([
        {
          type: 'message',
          mode: 'active',
          timestamp: clock.now(),
          webhookEventId: `event-${tokens}`,
          replyToken: token,
          source: { type: 'user', userId: lineIdOf(number) },
        },
      ]);
      return { token, until: clock.now() + REPLY_TOKEN_MAX_AGE };
    },
    async tell(number: number, notice: Notice, how: { urgency?: Urgency; reply?: { token: string; until: number } } = {}) {
      const to = await memberId(number);
      await deps.db
        .transaction()
        .execute((tx) =>
          enqueueNotice(
            { ...deps, tx, after: { touch: () => undefined, told: () => undefined } },
            { memberId: to, notice, urgency: how.urgency ?? 'answer', ...(how.reply === undefined ? {} : { reply: how.reply }) },
          ),
        );
    },
    rows: (): Promise<Row<'outbox'>[]> => deps.db.selectFrom('outbox').selectAll().orderBy('sequence').execute(),
    /** What the member sees, each with the way it came. */
    seen: (number: number): string[] =>
      platform
        .chat(lineIdOf(number))
        .flatMap((entry) => (entry.from === 'bot' && entry.message.type === 'text' ? [`${entry.via} ${entry.message.text}`] : [])),
    calls: () => platform.requests().map((request) => `${request.path.split('/').at(-1)} ${request.status}`),
    async closeAll() {
      hook.close();
      await platform.stop();
      await rig.close();
    },
  };
}

/** The guard would mend the message that is meant to be refused. */
function fitOnlyWhole(messages: LineMessage[]): LineMessage[] {
  return messages.some((message) => message.type === 'text' && message.text === '') ? messages : fitMessages(messages);
}

export type OutboxRig = Awaited<ReturnType<typeof outboxRig>>;
