import { once } from 'node:events';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestListener, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../bot/config.ts';
import { createHttpServer } from '../../bot/http-server.ts';
import type { ServerBounds } from '../../bot/http-server.ts';
import { createService } from '../../bot/service.ts';
import type { Service } from '../../bot/service.ts';
import { CHANNEL, PUBLIC_URL, START, collectingLog, jwks, signToken } from '../liff-api/world.ts';
import type { Town, World } from '../liff-api/world.ts';
import { environmentFor } from '../service/settings.ts';

/** The whole service behind its own port, as main.ts opens it; only LINE and the clock are stood in for. */
export interface House extends Town {
  service: Service;
  server: Server;
  port: number;
  url: string;
  logged: World['logged'];
  close(): Promise<void>;
}

export interface HouseOptions {
  publicUrl?: string;
  bounds?: Partial<ServerBounds>;
  /** Real addresses of LINE: no emulator stands in its place. */
  isProduction?: boolean;
}

export const CHANNEL_SECRET = 'channel-secret';
const LINE_ADDRESSES = ['LINE_API_BASE_URL', 'LINE_DATA_API_BASE_URL', 'LINE_LOGIN_BASE_URL'];

function configOf(folder: string, options: HouseOptions) {
  const environment = environmentFor({ databasePath: join(folder, 'pan-im.db'), lineUrl: 'http://127.0.0.1:9' });
  const all = {
    ...environment,
    PUBLIC_URL: options.publicUrl ?? PUBLIC_URL,
    LINE_LOGIN_CHANNEL_ID: CHANNEL,
    LINE_CHANNEL_SECRET: CHANNEL_SECRET,
  };
  const isLeftOut = (name: string): boolean => options.isProduction === true && LINE_ADDRESSES.includes(name);
  return loadConfig(Object.fromEntries(Object.entries(all).filter(([name]) => !isLeftOut(name))));
}

async function buildPages(folder: string): Promise<string> {
  const pages = join(folder, 'dist');
  await mkdir(join(pages, 'assets'), { recursive: true });
  await writeFile(join(pages, 'index.html'), '<head><!--settings--></head>');
  await writeFile(join(pages, 'assets', 'main-abc123.js'), 'let a;');
  return pages;
}

export async function openPort(listener: RequestListener, bounds: Partial<ServerBounds> = {}): Promise<{ server: Server; port: number }> {
  const server = createHttpServer(listener, bounds).listen(0, '127.0.0.1');
  await once(server, 'listening');
  return { server, port: (server.address() as AddressInfo).port };
}

export async function closePort(server: Server): Promise<void> {
  const closed = once(server, 'close');
  server.close();
  server.closeAllConnections();
  await closed;
}

export async function openHouse(options: HouseOptions = {}): Promise<House> {
  const folder = await mkdtemp(join(tmpdir(), 'panim-house-'));
  const clock = { at: START };
  const logged: World['logged'] = [];
  const service = await createService(configOf(folder, options), {
    clock: { now: () => clock.at },
    log: collectingLog(logged),
    fetch: async () => Response.json(jwks),
    pagesDirectory: await buildPages(folder),
  });
  const { server, port } = await openPort(service.listener, options.bounds);
  return {
    service,
    deps: service.deps,
    app: service.listener,
    clock,
    logged,
    server,
    port,
    url: `http://127.0.0.1:${port}`,
    token: (lineUserId, claims = {}) => signToken(clock.at, lineUserId, claims),
    async close() {
      service.drain();
      await closePort(server);
      await service.stop();
      await rm(folder, { recursive: true });
    },
  };
}
