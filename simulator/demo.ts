import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { startLinePlatform } from './platform.ts';
import type { LinePlatform, SimulatedMember } from './platform.ts';

/**
 * `npm run demo`: the simulator, a seeded city on a fresh SQLite file and the real service beside it, on loopback and
 * without any credentials. PORT, SIMULATOR_PORT, HOST and DEMO_DIRECTORY move it elsewhere.
 */
const ROOT = join(import.meta.dirname, '..');
const HOST = process.env['HOST'] ?? '127.0.0.1';
const PORT = Number(process.env['PORT'] ?? 3000);
const SIMULATOR_PORT = Number(process.env['SIMULATOR_PORT'] ?? 3001);
const DIRECTORY = process.env['DEMO_DIRECTORY'] ?? join(ROOT, 'var', 'demo');
const DATABASE = join(DIRECTORY, 'pan-im.sqlite');

const CHANNEL_SECRET = 'demo-channel-secret';
const ACCESS_TOKEN = 'demo-channel-access-token';
const LOGIN_CHANNEL = '1234567890';
const LIFF_ID = '1234567890-PanImDem';
/** Pushes a month: enough to play for long, small enough to see the counter move. */
const QUOTA = 2000;
const READY_TRIES_MAX = 300;
const READY_PAUSE_MS = 100;

interface Named {
  lineUserId: string;
  name: string;
}

interface City {
  coordinator: Named;
  treasurer: Named;
  shops: Named[];
  riders: Named[];
  residents: (Named & { state: string })[];
  donors: Named[];
}

function membersOf(city: City): SimulatedMember[] {
  const as = (role: string, people: Named[]): SimulatedMember[] =>
    people.map(({ lineUserId, name }) => ({ userId: lineUserId, displayName: name, role, language: 'th', friend: true }));
  const known = city.residents.filter((resident) => resident.state !== 'newcomer');
  const newcomers = city.residents.filter((resident) => resident.state === 'newcomer');
  return [
    ...as('resident', newcomers).map((member) => ({ ...member, friend: false })),
    ...as('resident', known),
    ...as('shop', city.shops),
    ...as('rider', city.riders),
    ...as('donor', city.donors),
    ...as('coordinator', [city.coordinator]),
    ...as('treasurer', [city.treasurer]),
  ];
}

/** Keys of a demonstration: fixed, public and of no use anywhere else. */
function demoKey(name: string): string {
  return createHash('sha256').update(`pan-im demo ${name}`).digest('hex');
}

function environment(city: City, platform: LinePlatform): NodeJS.ProcessEnv {
  return {
    ...process.env,
    PORT: String(PORT),
    HOST,
    PUBLIC_URL: `http://${HOST}:${PORT}`,
    DATABASE_URL: `sqlite:${DATABASE}`,
    LINE_CHANNEL_SECRET: CHANNEL_SECRET,
    LINE_CHANNEL_ACCESS_TOKEN: ACCESS_TOKEN,
    LINE_LOGIN_CHANNEL_ID: LOGIN_CHANNEL,
    LIFF_ID,
    LINE_API_BASE_URL: platform.url,
    LINE_DATA_API_BASE_URL: platform.url,
    LINE_LOGIN_BASE_URL: platform.url,
    PROMPTPAY_ID: '0812345678',
    SESSION_SECRET: demoKey('session'),
    PII_KEY: demoKey('pii'),
    FIRST_COORDINATOR_LINE_USER_ID: city.coordinator.lineUserId,
    FIRST_TREASURER_LINE_USER_ID: city.treasurer.lineUserId,
    LOG_LEVEL: process.env['LOG_LEVEL'] ?? 'warn',
  };
}

function start(env: NodeJS.ProcessEnv, ...args: string[]): ChildProcess {
  return spawn(process.execPath, args, { cwd: ROOT, env, stdio: ['ignore', 'ignore', 'inherit'] });
}

async function finished(child: ChildProcess): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  child.once('exit', (code) => resolve(code ?? 1));
  return promise;
}

async function runOrThrow(env: NodeJS.ProcessEnv, ...args: string[]): Promise<void> {
  const code = await finished(start(env, ...args));
  if (code !== 0) throw new Error(`${args[0] ?? 'a step'} ended with ${code}`);
}

async function isReady(): Promise<boolean> {
  try {
    return (await fetch(`http://${HOST}:${PORT}/readyz`)).ok;
  } catch {
    return false;
  }
}

async function untilReady(bot: ChildProcess): Promise<void> {
  for (let tries = 0; tries < READY_TRIES_MAX; tries += 1) {
    if (bot.exitCode !== null) throw new Error('the service stopped while it was starting');
    if (await isReady()) return;
    await new Promise((resolve) => setTimeout(resolve, READY_PAUSE_MS));
  }
  throw new Error('the service did not become ready');
}

function print(line: string): void {
  process.stdout.write(`${line}\n`);
}

async function main(): Promise<void> {
  const city = JSON.parse(await readFile(join(ROOT, 'db', 'data', 'demo-city.json'), 'utf8')) as City;
  for (const ending of ['', '-wal', '-shm', '.lock']) await rm(`${DATABASE}${ending}`, { force: true });
  const platform = await startLinePlatform({
    host: HOST,
    port: SIMULATOR_PORT,
    channelSecret: CHANNEL_SECRET,
    channelAccessToken: ACCESS_TOKEN,
    loginChannelId: LOGIN_CHANNEL,
    liffId: LIFF_ID,
    liffEndpointUrl: `http://${HOST}:${PORT}/liff`,
    webhookUrl: `http://${HOST}:${PORT}/webhook`,
    members: membersOf(city),
    quota: QUOTA,
    allowLoopbackHttp: true,
  });
  const env = environment(city, platform);
  // The menus come before the service: it links them to the members as soon as it starts.
  await Promise.all([runOrThrow(env, 'bot/commands/seed-demo.ts'), runOrThrow(env, 'bot/commands/line-setup.ts', '--apply')]);
  const bot = start(env, 'bot/main.ts');
  // Nothing that was started here outlives this process.
  process.once('exit', () => bot.kill('SIGTERM'));
  const stop = (): void => void bot.kill('SIGTERM');
  process.once('SIGINT', stop);
  process.once('SIGTERM', stop);
  const ended = finished(bot);
  await untilReady(bot);
  print(`\nPan-Im demo is ready · เดโมปันอิ่มพร้อมแล้ว`);
  print(`  Chats of everyone in the city   ${platform.url}`);
  print(`  The mini-app (LIFF)             http://${HOST}:${PORT}/liff`);
  print(`  What anyone may see             http://${HOST}:${PORT}/public`);
  print(`  Health                          http://${HOST}:${PORT}/healthz`);
  print(`  Ctrl+C stops it.\n`);
  const code = await ended;
  await platform.stop();
  process.exitCode = code;
}

main().catch((error: unknown) => {
  process.stderr.write(`The demo could not start: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
});
