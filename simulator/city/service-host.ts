/** The machine on which the service runs: it starts, takes requests, dies without warning, and starts again on the same file. */
import { inject } from 'light-my-request';
import type { Config } from '../../bot/config.ts';
import type { Chance, Clock, Log } from '../../bot/deps.ts';
import { createService } from '../../bot/service.ts';
import type { Service } from '../../bot/service.ts';
import type { SlipReader } from '../../bot/slips/create-slip-reader.ts';
import { CHANNEL_SECRET, cityConfig } from './city-config.ts';
import { signatureOf } from '../webhook-post.ts';

/** What every statement and every call of a killed process meets. */
export class ProcessKilled extends Error {
  override name = 'ProcessKilled';
}

export interface HostOptions {
  databasePath: string;
  clock: Clock;
  chance: Chance;
  log: Log;
  slipReader: SlipReader;
  /** The process is gone; `statement` is what it was about to do. */
  onDeath: (statement: string | undefined) => void;
}

export interface Answered {
  /** 0: nobody answered. */
  status: number;
  headers: Record<string, unknown>;
  text: string;
}

export interface ServiceHost {
  readonly isUp: boolean;
  readonly config: Config;
  /** For those who work on the machine itself: limits of the disk, locks of the file. Nothing happens while nobody runs. */
  onMachine(work: (service: Service) => Promise<void>): Promise<void>;
  start(): Promise<void>;
  request(request: HostRequest): Promise<Answered>;
  deliverWebhook(body: Buffer): Promise<number>;
  /** The service's own poll: the next settling looks whether something is due. */
  wake(): void;
  /** Lets the workers do all that is due; false when nothing has changed since the last time. */
  settle(): Promise<boolean>;
  /** The process dies right before its n-th statement from now. */
  killBeforeStatement(statements: number): void;
  /** Throws in the one who calls, as everything does in a process that is gone. */
  kill(what?: string): never;
  stop(): Promise<void>;
}

export interface HostRequest {
  method: 'GET' | 'POST' | 'DELETE';
  path: string;
  headers: Record<string, string>;
  body?: string | Buffer;
}

interface Instance {
  service: Service | undefined;
  isDead: boolean;
  /** Statements until the end; undefined while nothing is planned. */
  lives: number | undefined;
}

const NOBODY: Answered = { status: 0, headers: {}, text: '' };

export function createServiceHost(options: HostOptions): ServiceHost {
  const config = cityConfig(options.databasePath);
  let current: Instance | undefined;
  let isTouched = true;

  function die(instance: Instance, what: string | undefined): never {
    if (!instance.isDead) {
      instance.isDead = true;
      options.onDeath(what);
    }
    throw new ProcessKilled('the process is gone');
  }

  function beforeStatement(instance: Instance, text: string): void {
    if (instance.isDead) throw new ProcessKilled('the process is gone');
    if (instance.lives === undefined) return;
    instance.lives -= 1;
    if (instance.lives <= 0) die(instance, text);
  }

  /** After each visit: a process that died meanwhile lets go of its file. */
  async function bury(instance: Instance): Promise<void> {
    if (!instance.isDead || instance.service === undefined) return;
    const { service } = instance;
    instance.service = undefined;
    if (current === instance) current = undefined;
    await service.abandon();
  }

  async function visit<T>(work: (service: Service) => Promise<T>, otherwise: T): Promise<T> {
    const instance = current;
    if (instance?.service === undefined) return otherwise;
    try {
      const result = await work(instance.service);
      return instance.isDead ? otherwise : result;
    } catch (error) {
      if (instance.isDead || isOutOfService(error)) return otherwise;
      throw error;
    } finally {
      await bury(instance);
    }
  }

  const request = (wanted: HostRequest): Promise<Answered> => {
    if (wanted.method !== 'GET') isTouched = true;
    return visit(async ({ app }) => {
      const { method, path: url, headers, body } = wanted;
      const response = await inject(app, { method, url, headers, ...(body === undefined ? {} : { payload: body }) });
      return { status: response.statusCode, headers: response.headers, text: response.payload };
    }, NOBODY);
  };

  async function settle(): Promise<boolean> {
    if (!isTouched) return false;
    isTouched = false;
    await visit(async (service) => void (await service.runUntilIdle()), undefined);
    return true;
  }

  return {
    config,
    get isUp() {
      return current?.service !== undefined;
    },
    onMachine: (work) => visit(work, undefined),
    async start() {
      const instance: Instance = { service: undefined, isDead: false, lives: undefined };
      const { clock, chance, log, slipReader } = options;
      const hook = (text: string): void => beforeStatement(instance, text);
      instance.service = await createService(config, { clock, chance, log, slipReader, beforeStatement: hook });
      current = instance;
      isTouched = true;
    },
    request,
    async deliverWebhook(body) {
      const headers = { 'content-type': 'application/json; charset=utf-8', 'x-line-signature': signatureOf(CHANNEL_SECRET, body) };
      return (await request({ method: 'POST', path: '/webhook', headers, body })).status;
    },
    wake() {
      isTouched = true;
    },
    settle,
    killBeforeStatement(statements) {
      if (current !== undefined) current.lives = statements;
    },
    kill(what) {
      if (current === undefined) throw new ProcessKilled('the process is gone');
      return die(current, what);
    },
    async stop() {
      const instance = current;
      current = undefined;
      await instance?.service?.stop();
    },
  };
}

/** A full or a busy disk fails a worker's pass; the service logs it and looks again with its next poll. */
function isOutOfService(error: unknown): boolean {
  const code: unknown = error instanceof Error && 'code' in error ? error.code : undefined;
  return typeof code === 'string' && (code === 'SQLITE_FULL' || code.startsWith('SQLITE_BUSY'));
}
