/** The machine on which the service runs: it starts, takes requests, dies without warning, and starts again on the same file. */
import { inject } from 'light-my-request';
import type { Config } from '../../bot/config.ts';
import type { Chance, Clock, Log } from '../../bot/deps.ts';
import { createService } from '../../bot/service.ts';
import type { Service } from '../../bot/service.ts';
import type { SlipReader } from '../../bot/slips/create-slip-reader.ts';
import { codeOf, isDiskTrouble } from '../../db/disk-trouble.ts';
import { carryToLine } from './line-in-process.ts';
import { CHANNEL_SECRET, cityConfig } from './city-config.ts';
import { signatureOf } from '../webhook-post.ts';

/** What every statement and every call of a killed process meets. */
class ProcessKilled extends Error {
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

const LINE_ADDRESS = '147.92.150.1';
const NOBODY: Answered = { status: 0, headers: {}, text: '' };

/** A full disk or a held file fails a worker's pass; the service logs it and looks again with its next poll. */
function isOutOfReach(error: unknown): boolean {
  return isDiskTrouble(error) || codeOf(error).startsWith('SQLITE_BUSY');
}

interface Machine {
  options: HostOptions;
  config: Config;
  current: Instance | undefined;
  /** Something came in since the workers last looked. */
  isTouched: boolean;
}

function die({ options }: Machine, instance: Instance, what: string | undefined): never {
  if (!instance.isDead) {
    instance.isDead = true;
    options.onDeath(what);
  }
  throw new ProcessKilled('the process is gone');
}

function countDown(machine: Machine, instance: Instance, text: string): void {
  if (instance.isDead) throw new ProcessKilled('the process is gone');
  if (instance.lives === undefined) return;
  instance.lives -= 1;
  if (instance.lives <= 0) die(machine, instance, text);
}

/** A process that died lets go of its file. */
async function bury(machine: Machine, instance: Instance): Promise<void> {
  if (!instance.isDead || instance.service === undefined) return;
  const { service } = instance;
  instance.service = undefined;
  if (machine.current === instance) machine.current = undefined;
  await service.abandon();
}

/** Everything that reaches the service comes through here: there may be nobody, and it may die meanwhile. */
async function visit<T>(machine: Machine, work: (service: Service) => Promise<T>, otherwise: T): Promise<T> {
  const instance = machine.current;
  if (instance?.service === undefined) return otherwise;
  try {
    const result = await work(instance.service);
    return instance.isDead ? otherwise : result;
  } catch (error) {
    if (instance.isDead || isOutOfReach(error)) return otherwise;
    throw error;
  } finally {
    await bury(machine, instance);
  }
}

async function start(machine: Machine): Promise<void> {
  const instance: Instance = { service: undefined, isDead: false, lives: undefined };
  const { clock, chance, log, slipReader } = machine.options;
  const beforeStatement = (text: string): void => countDown(machine, instance, text);
  instance.service = await createService(machine.config, { clock, chance, log, slipReader, beforeStatement, carryToLine });
  machine.current = instance;
  machine.isTouched = true;
}

function request(machine: Machine, wanted: HostRequest): Promise<Answered> {
  if (wanted.method !== 'GET') machine.isTouched = true;
  const { method, path: url, headers, body } = wanted;
  const ask = async ({ app }: Service): Promise<Answered> => {
    const response = await inject(app, { method, url, headers, ...(body === undefined ? {} : { payload: body }) });
    return { status: response.statusCode, headers: response.headers, text: response.payload };
  };
  return visit(machine, ask, NOBODY);
}

async function deliverWebhook(machine: Machine, body: Buffer): Promise<number> {
  machine.isTouched = true;
  const signature = signatureOf(CHANNEL_SECRET, body);
  return visit(machine, async (service) => (await service.webhook(body, signature, () => LINE_ADDRESS)).status, 0);
}

async function settle(machine: Machine): Promise<boolean> {
  if (!machine.isTouched) return false;
  machine.isTouched = false;
  await visit(machine, async (service) => void (await service.runUntilIdle()), undefined);
  return true;
}

export function createServiceHost(options: HostOptions): ServiceHost {
  const machine: Machine = { options, config: cityConfig(options.databasePath), current: undefined, isTouched: true };
  return {
    config: machine.config,
    get isUp() {
      return machine.current?.service !== undefined;
    },
    onMachine: (work) => visit(machine, work, undefined),
    start: () => start(machine),
    request: (wanted) => request(machine, wanted),
    deliverWebhook: (body) => deliverWebhook(machine, body),
    wake() {
      machine.isTouched = true;
    },
    settle: () => settle(machine),
    killBeforeStatement(statements) {
      if (machine.current !== undefined) machine.current.lives = statements;
    },
    kill(what) {
      if (machine.current === undefined) throw new ProcessKilled('the process is gone');
      return die(machine, machine.current, what);
    },
    async stop() {
      const instance = machine.current;
      machine.current = undefined;
      await instance?.service?.stop();
    },
  };
}
