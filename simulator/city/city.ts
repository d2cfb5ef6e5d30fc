/** What a run of the city is made of: everything that lives outside the service, and the machine that the service runs on. */
import type { webhook } from '@line/bot-sdk';
import type { ApiCall } from '../api-call.ts';
import type { IdTokens } from '../id-tokens.ts';
import type { MemberActions } from '../member-actions.ts';
import type { World } from '../world.ts';
import type { Agenda } from './agenda.ts';
import type { CityClock } from './clock.ts';
import type { LineMishap } from './line-in-process.ts';
import type { Person } from './people/person.ts';
import type { Random } from './random.ts';
import type { CityRecord, Problem } from './record.ts';
import type { Scale } from './scales.ts';
import type { ServiceHost } from './service-host.ts';
import type { Trace } from './trace.ts';

/** What goes wrong, as the faults that are switched on have it. */
export interface Trouble {
  /** When an event arrives, once for each delivery; undefined as usual. */
  deliveryDelays(event: webhook.Event): readonly number[] | undefined;
  mishap(call: ApiCall): LineMishap | undefined;
  /** Before LINE sees a call, and after it took it. */
  beforeCall(call: ApiCall): void;
  afterCall(call: ApiCall): void;
}

/** Money that really came, by the reference of its promise: what the treasurer sees in the account. */
export interface Bank {
  transfers: Map<string, { amountSatang: number; bankReference: string }>;
}

export interface City {
  readonly scale: Scale;
  readonly clock: CityClock;
  readonly random: Random;
  readonly agenda: Agenda;
  readonly world: World;
  readonly chat: MemberActions;
  readonly idTokens: IdTokens;
  readonly host: ServiceHost;
  readonly record: CityRecord;
  readonly trace: Trace;
  readonly trouble: Trouble;
  readonly bank: Bank;
  readonly people: Map<string, Person>;
  /** As it stands on a door or over a shop. */
  readonly byName: Map<string, Person>;
  readonly databasePath: string;
  /** From then on nobody wishes for anything new and nothing breaks any more. */
  readonly endsAt: number;
  /** Steps that were taken, for the record. */
  step: number;
  /** What the world itself noticed, beside the checks. */
  readonly problems: Problem[];
}

export function isOver(city: City): boolean {
  return city.clock.now() >= city.endsAt;
}
