import { growth } from './growth.ts';
import type { Bench } from './harness.ts';
import { mainJob } from './job.ts';
import { ledger } from './ledger.ts';
import { loop } from './loop.ts';
import { memory } from './memory.ts';
import { outbox } from './outbox.ts';
import { publicPage } from './public.ts';
import { size } from './size.ts';
import { webhook } from './webhook.ts';
import { weight } from './weight.ts';

/** In the order in which they run; each is one file of this folder. */
export const benches: readonly Bench[] = [webhook, mainJob, outbox, loop, memory, ledger, growth, size, publicPage, weight];
