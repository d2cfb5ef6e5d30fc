/** What a run of the city is made of: everything that lives outside the service, and the machine that the service runs on. */
import type { IdTokens } from '../id-tokens.ts';
import type { MemberActions } from '../member-actions.ts';
import type { World } from '../world.ts';
import type { Agenda } from './agenda.ts';
import type { CityClock } from './clock.ts';
import type { Trouble } from './faults/trouble.ts';
import type { Person } from './people/person.ts';
import type { Random } from './random.ts';
import type { CityRecord, Problem } from './record.ts';
import type { Scale } from './scales.ts';
import type { ServiceHost } from './service-host.ts';
import type { Trace } from './trace.ts';

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
  /** Second services on the same file that said no. */
  refusedInstances: number;
  /** What the world itself noticed, beside the checks. */
  readonly problems: Problem[];
}

export function isOver(city: City): boolean {
  return city.clock.now() >= city.endsAt;
}
