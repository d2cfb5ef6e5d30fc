import { mkdir } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { dirname, join } from 'node:path';
import { sql } from 'kysely';
import { whyNotUsable, whyUnsound } from '../db/check-file.ts';
import { countWaitingEvents } from '../db/inbox.ts';
import { countLateDeadlines } from '../db/due-deadlines.ts';
import { lockDatabase } from '../db/lock.ts';
import type { FileLock } from '../db/lock.ts';
import { migrateOrThrow } from '../db/migrate.ts';
import { startCheckpoints } from '../db/checkpoints.ts';
import type { Checkpoints } from '../db/checkpoints.ts';
import { openDatabase } from '../db/open.ts';
import { countOutbox, countPushesAndMeals } from '../db/outbox.ts';
import { countWantedPictures } from '../db/pictures.ts';
import { createApp } from './app.ts';
import { createChance } from './chance.ts';
import { consentNotice } from './consent-notice.ts';
import { emulatorUrl } from './config.ts';
import type { Config } from './config.ts';
import type { Chance, Clock, Deps, Log } from './deps.ts';
import { createApi } from './liff-api/create-api.ts';
import { createFront } from './front.ts';
import { commonHeaders } from './headers.ts';
import type { CommonHeaders } from './headers.ts';
import { createLive } from './liff-api/live.ts';
import type { Live } from './liff-api/live.ts';
import { MINUTE, SECOND } from './limits.ts';
import { createLineClient, createLinePort } from './line/client.ts';
import type { LineCarrier } from './line/client.ts';
import { createIdTokenVerifier } from './line/id-token.ts';
import { linkMenu } from './line/rich-menu/link.ts';
import { createLogger } from './logger.ts';
import { fitMessages } from './messages/guard.ts';
import { render } from './messages/render.ts';
import { createMetrics } from './metrics.ts';
import type { Metrics } from './metrics.ts';
import { createObserve } from './observe.ts';
import type { Observe } from './observe.ts';
import { createPace } from './pace.ts';
import type { Pace } from './pace.ts';
import { createMenuWorker } from './outbox/link-menus.ts';
import { createOutboxWorker } from './outbox/send-outbox.ts';
import { createPages } from './pages.ts';
import { createPictureWorker } from './pictures/keep-pictures.ts';
import { createPledgeQr } from './pictures/pledge-qr.ts';
import { createSlipWorker } from './pictures/read-slips.ts';
import type { SlipWork } from './pictures/read-slips.ts';
import { createPublic } from './public/create-public.ts';
import { createBodyReader } from './read-body.ts';
import type { BodyReader } from './read-body.ts';
import { createSealer } from './sealer.ts';
import { createSlipReader } from './slips/create-slip-reader.ts';
import type { SlipReader } from './slips/create-slip-reader.ts';
import { createHttpVerifier } from './slips/http-verifier.ts';
import { createDeadlineWorker } from './timers/run-deadlines.ts';
import { createBookSealer } from './timers/seal-days.ts';
import { createSweeper } from './timers/sweep.ts';
import { handle } from './usecases/handle.ts';
import { hearEvent } from './usecases/hear-event.ts';
import { prepareDatabase } from './usecases/prepare-database.ts';
import { createWakeHub } from './wake.ts';
import type { WakeHub } from './wake.ts';
import { createInboxWorker } from './webhook/process-inbox.ts';
import { createWebhook } from './webhook/receive.ts';
import type { Webhook } from './webhook/receive.ts';
import type { Worker } from './worker.ts';

export interface Overrides {
  clock?: Clock;
  chance?: Chance;
  log?: Log;
  fetch?: typeof fetch;
  /** How long a call to LINE may take; tests are in a hurry. */
  callTimeout?: number;
  /** Carries what the outbox sends, in the place of connections to LINE. */
  carryToLine?: LineCarrier;
  /** Where the built mini-app is. */
  pagesDirectory?: string;
  /** Sees each statement before it runs; see db/open.ts. */
  beforeStatement?: (text: string) => void;
  /** Reads slips in the place of a thread of our own. */
  slipReader?: SlipReader;
}

export interface Service {
  /** All that it answers over HTTP, for a server to be put around. */
  listener: RequestListener;
  /** What of it stands behind the front door; its routes can be walked. */
  app: ReturnType<typeof createApp>;
  /** LINE's door without HTTP. */
  webhook: Webhook;
  deps: Deps;
  metrics: Metrics;
  start(): Promise<void>;
  /** Says "not ready" and closes the pages' streams, so that a server in front can end its connections. */
  drain(): void;
  /** Finishes what runs, then closes the database. */
  stop(): Promise<void>;
  /** Lets go of the file and finishes nothing, as the end of the process would. */
  abandon(): Promise<void>;
  /** Hears, sends and keeps time until nothing is due by the clock; returns how much it did. */
  runUntilIdle(): Promise<number>;
}

/** A reason not to start that the person who starts it can do something about. */
export class StartError extends Error {
  override name = 'StartError';
}

const IN_MEMORY = ':memory:';
const PAGES_DIRECTORY = join(import.meta.dirname, '..', 'liff', 'dist');
/** Counting all pushes reads the whole outbox: once a minute is enough for a curve. */
const COUNTS_KEPT = MINUTE;

async function lockOrThrow(path: string): Promise<FileLock> {
  if (path === IN_MEMORY) return { release: () => undefined };
  await mkdir(dirname(path), { recursive: true });
  const lock = lockDatabase(path);
  if (lock === undefined) throw new StartError('Pan-Im cannot start: another one is already working on this database file. Stop it first.');
  return lock;
}

function createDeps(config: Config, overrides: Overrides, given: { hub: WakeHub; pace: Pace }): Deps {
  const clock = overrides.clock ?? { now: () => Date.now() };
  const chance = overrides.chance ?? createChance(clock);
  return {
    db: openDatabase(config.databasePath, overrides),
    clock,
    chance,
    sealer: createSealer(config.piiKey, chance),
    log: overrides.log ?? createLogger(config.logLevel),
    wake: given.hub.wake,
    pace: given.pace,
    consentNotice,
    settings: {
      publicUrl: config.publicUrl,
      promptPayId: config.promptPayId,
      sessionSecret: config.sessionSecret,
      liffId: config.line.liffId,
      loginChannelId: config.line.loginChannelId,
      firstCoordinatorLineUserId: config.firstCoordinatorLineUserId,
      firstTreasurerLineUserId: config.firstTreasurerLineUserId,
      ...(config.issuer === undefined ? {} : { issuer: config.issuer }),
    },
  };
}

function createWorkers(deps: Deps, config: Config, given: { overrides: Overrides; metrics: Metrics; slipReader: SlipReader }) {
  const { overrides, metrics, slipReader } = given;
  const { channelAccessToken, apiBaseUrl, dataApiBaseUrl } = config.line;
  const toLine = { channelAccessToken, apiBaseUrl, dataApiBaseUrl };
  const client = createLineClient(toLine);
  const liffUrl = (path: string): string => `https://liff.line.me/${config.line.liffId}${path}`;
  return {
    inbox: createInboxWorker(deps, { hear: hearEvent, metrics }),
    outbox: createOutboxWorker(deps, {
      line: createLinePort({
        ...toLine,
        ...(overrides.callTimeout === undefined ? {} : { callTimeout: overrides.callTimeout }),
        ...(overrides.carryToLine === undefined ? {} : { carry: overrides.carryToLine }),
      }),
      render: (notice, { language, at }) => fitMessages(render(notice, { language, liffUrl, publicUrl: config.publicUrl, now: at })),
      fit: fitMessages,
      metrics,
    }),
    deadlines: createDeadlineWorker(deps, { handle }),
    pictures: createPictureWorker(deps, { dataApiBaseUrl, channelAccessToken, fetch: overrides.fetch ?? fetch }),
    slips: createSlipWorker(deps, slipWorkOf(deps, config, { overrides, slipReader })),
    sweep: createSweeper(deps),
    seal: createBookSealer(deps),
    menus: createMenuWorker(deps, { link: (menu) => linkMenu(client, menu) }),
  } satisfies Record<string, Worker>;
}

function slipWorkOf(deps: Deps, config: Config, given: { overrides: Overrides; slipReader: SlipReader }): SlipWork {
  const { overrides, slipReader } = given;
  const options = config.slipVerifier;
  return {
    readSlip: (bytes) => slipReader.readSlip(bytes),
    ...(options === undefined ? {} : { verifier: createHttpVerifier({ ...options, fetch: overrides.fetch ?? fetch }) }),
    async note(slip, reading, verification) {
      await handle(deps, { kind: 'note_slip_reading', slip, reading, ...(verification === undefined ? {} : { verification }) });
    },
  };
}

function readGauges(deps: Deps, metrics: Metrics): void {
  const startedAt = deps.clock.now();
  let counted = { at: -Infinity, pushesPerMeal: 0 };
  metrics.onScrape(async () => {
    const now = deps.clock.now();
    if (now - counted.at >= COUNTS_KEPT) {
      const { pushes, meals } = await countPushesAndMeals(deps.db);
      counted = { at: now, pushesPerMeal: meals === 0 ? 0 : pushes / meals };
    }
    const outbox = await countOutbox(deps.db);
    return {
      panim_inbox_waiting: await countWaitingEvents(deps.db),
      panim_outbox_waiting: outbox.waiting,
      panim_outbox_parked: outbox.parked,
      panim_deadlines_late: await countLateDeadlines(deps.db, now - MINUTE),
      panim_pictures_wanted: await countWantedPictures(deps.db),
      panim_pushes_per_meal: counted.pushesPerMeal,
      panim_uptime_seconds: Math.floor((now - startedAt) / SECOND),
    };
  });
}

function createRoutes(
  deps: Deps,
  config: Config,
  given: {
    overrides: Overrides;
    metrics: Metrics;
    observe: Observe;
    live: Live;
    notReady: () => Promise<string | undefined>;
    readBody: BodyReader;
    headers: CommonHeaders;
  },
) {
  const { overrides, live, readBody, ...shared } = given;
  const { loginBaseUrl, loginChannelId, liffId } = config.line;
  const override = overrides.fetch === undefined ? {} : { fetch: overrides.fetch };
  const verifier = createIdTokenVerifier({ loginBaseUrl, loginChannelId, clock: deps.clock, ...override });
  const emulator = emulatorUrl(config);
  return createApp(deps, {
    api: createApi(deps, { verifyIdToken: (idToken) => verifier.verify(idToken), live, readBody }),
    pages: createPages({
      directory: overrides.pagesDirectory ?? PAGES_DIRECTORY,
      settings: { liffId, ...(emulator === undefined ? {} : { emulatorLoginUrl: emulator }) },
    }),
    publicPages: createPublic(deps),
    pledgeQr: createPledgeQr(deps),
    ...shared,
  });
}

const KEY_CHECK = 'pii_key_check';

/** With another key every sealed column would be unreadable, and new rows unreadable to the old one: better not to start. */
async function checkKeyOrThrow({ db, sealer }: Deps): Promise<void> {
  const check = await db.selectFrom('setting').select('value').where('name', '=', KEY_CHECK).executeTakeFirst();
  if (check === undefined) {
    await db
      .insertInto('setting')
      .values({ name: KEY_CHECK, value: sealer.seal(KEY_CHECK) })
      .execute();
    return;
  }
  try {
    sealer.open(check.value);
  } catch (error) {
    throw new StartError('Pan-Im cannot start: PII_KEY is not the key that this database was written with.', { cause: error });
  }
}

const LAST_START = 'last_start';

/** A commit that reaches the disk: what cannot be written is better found out now than by the first event. */
async function noteStart({ db, clock }: Deps): Promise<void> {
  const value = new Date(clock.now()).toISOString();
  await db
    .insertInto('setting')
    .values({ name: LAST_START, value })
    .onConflict((conflict) => conflict.column('name').doUpdateSet({ value }))
    .execute();
}

function checkFileOrThrow(path: string): void {
  const why = path === IN_MEMORY ? undefined : whyUnsound(path);
  if (why !== undefined) throw new StartError(`Pan-Im cannot start: ${why}.`);
}

async function openOrThrow(
  config: Config,
  overrides: Overrides,
  given: { hub: WakeHub; pace: Pace },
): Promise<{ deps: Deps; lock: FileLock }> {
  const { databasePath } = config;
  let lock: FileLock | undefined;
  let deps: Deps | undefined;
  try {
    lock = await lockOrThrow(databasePath);
    checkFileOrThrow(databasePath);
    deps = createDeps(config, overrides, given);
    await migrateOrThrow(deps.db);
    await checkKeyOrThrow(deps);
    await prepareDatabase(deps);
    await noteStart(deps);
    return { deps, lock };
  } catch (error) {
    await deps?.db.destroy();
    lock?.release();
    const why = error instanceof StartError ? undefined : whyNotUsable(error, databasePath);
    throw why === undefined ? error : new StartError(`Pan-Im cannot start: ${why}.`, { cause: error });
  }
}

function wakeBy(hub: WakeHub, workers: ReturnType<typeof createWorkers>): void {
  for (const name of ['inbox', 'outbox', 'deadlines'] as const) hub.onWork(name, () => workers[name].wake());
  hub.onWork('pictures', () => {
    workers.pictures.wake();
    workers.slips.wake();
  });
}

async function checkpointsOf({ db, log }: Deps, { databasePath }: Config): Promise<Checkpoints | undefined> {
  if (databasePath === IN_MEMORY) return undefined;
  return startCheckpoints(db, databasePath, (trouble) => log.warn({ trouble: String(trouble) }, 'checkpoint failed'));
}

/** The whole service but its port: main.ts and the tests build it here, from the same parts. */
export async function createService(config: Config, overrides: Overrides = {}): Promise<Service> {
  const hub = createWakeHub();
  const pace = createPace();
  const { deps, lock } = await openOrThrow(config, overrides, { hub, pace });
  const metrics = createMetrics();
  readGauges(deps, metrics);
  const live = createLive(deps.clock);
  hub.onPage((topic, memberId) => live.page(topic, memberId));
  const slipReader = overrides.slipReader ?? (await createSlipReader());
  const workers = createWorkers(deps, config, { overrides, metrics, slipReader });
  wakeBy(hub, workers);
  const all = Object.values(workers);
  let isDraining = false;
  let checkpoints: Checkpoints | undefined;

  async function notReady(): Promise<string | undefined> {
    if (isDraining) return 'stopping';
    if (!all.every((worker) => worker.isRunning)) return 'workers not running';
    try {
      await sql`select 1`.execute(deps.db);
      return undefined;
    } catch {
      return 'database does not answer';
    }
  }

  function drain(): void {
    isDraining = true;
    live.close();
  }

  async function letGo(): Promise<void> {
    await checkpoints?.stop();
    await deps.db.destroy();
    lock.release();
  }

  const webhook = createWebhook(deps, { channelSecrets: config.line.channelSecrets });
  const observe = createObserve(deps, metrics);
  const [readBody, headers] = [createBodyReader(), commonHeaders(config.publicUrl)];
  const app = createRoutes(deps, config, { overrides, metrics, observe, live, notReady, readBody, headers });

  return {
    listener: createFront({ webhook, app, observe, readBody, headers }),
    app,
    webhook,
    deps,
    metrics,
    drain,
    async start() {
      checkpoints = await checkpointsOf(deps, config);
      all.forEach((worker) => worker.start());
    },
    async stop() {
      drain();
      await Promise.all([...all.map((worker) => worker.stop()), slipReader.close()]);
      await letGo();
    },
    abandon: letGo,
    runUntilIdle: () => runUntilIdle(all),
  };
}

/** As when they run by themselves, a worker that fails does not keep the others from their work; its failure is thrown at the end. */
async function runUntilIdle(workers: readonly Worker[]): Promise<number> {
  let total = 0;
  for (;;) {
    let done = 0;
    const failures: unknown[] = [];
    for (const worker of workers) {
      try {
        done += await worker.runUntilIdle();
      } catch (error) {
        failures.push(error);
      }
    }
    if (failures.length > 0) throw failures[0];
    if (done === 0) return total;
    total += done;
  }
}
