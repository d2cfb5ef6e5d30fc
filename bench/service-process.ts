import { once } from 'node:events';
import { createServer } from 'node:http';
import { createHistogram, monitorEventLoopDelay } from 'node:perf_hooks';
import type { Config } from '../bot/config.ts';
import { createService } from '../bot/service.ts';

/**
 * The whole service with its port, as a process of its own: who measures must not share its event loop or its heap.
 * Told what to do by its parent, see running-service.ts.
 */
const config: Config = JSON.parse(process.argv[2] ?? '');
const service = await createService(config);
const server = createServer(service.listener);
server.keepAliveTimeout = 60_000;
server.listen(0, '127.0.0.1');
await once(server, 'listening');
await service.start();

const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
let cpuBefore = process.cpuUsage();

/** Processor time of this thread between two ticks of a millisecond: a block without what the machine gave to others. */
const ownWork = createHistogram();
let threadBefore = process.threadCpuUsage();
setInterval(() => {
  const now = process.threadCpuUsage();
  ownWork.record(Math.max(1, now.user + now.system - threadBefore.user - threadBefore.system));
  threadBefore = now;
}, 1);

/** What was used since the last look; the delay is what a callback waited beyond the millisecond between two samples. */
function look() {
  const { user, system } = process.cpuUsage(cpuBefore);
  const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - 1);
  const seen = {
    cpuMicroseconds: user + system,
    delayMs: { p50: ms(delay.percentile(50)), p99: ms(delay.percentile(99)), p999: ms(delay.percentile(99.9)), max: ms(delay.max) },
  };
  const own = { p999: ownWork.percentile(99.9) / 1000, max: ownWork.max / 1000 };
  delay.reset();
  ownWork.reset();
  cpuBefore = process.cpuUsage();
  return { ...seen, ownMs: own };
}

/** After collecting twice: what finalizers hold goes with the second. */
function memory() {
  globalThis.gc?.();
  globalThis.gc?.();
  const { heapUsed, rss, external } = process.memoryUsage();
  return { heapUsed, rss, external };
}

async function stop(): Promise<void> {
  service.drain();
  server.close();
  server.closeAllConnections();
  await service.stop();
  process.exit();
}

process.on('message', (message) => {
  if (message === 'look') process.send?.({ looked: look() });
  else if (message === 'memory') process.send?.({ memory: memory() });
  else if (message === 'stop') void stop();
});
// Whoever started this is gone: nobody would ever stop it.
process.on('disconnect', () => process.exit());
const address = server.address();
process.send?.({ port: typeof address === 'object' && address !== null ? address.port : 0 });
