import type { Server } from 'node:http';
import { closeServer } from './close-server.ts';
import { ConfigError, loadConfigOfProcess } from './config.ts';
import type { Config } from './config.ts';
import { createHttpServer } from './http-server.ts';
import { SECOND } from './limits.ts';
import { createService, StartError } from './service.ts';
import type { Service } from './service.ts';

/** All is written and closed; only a call to LINE that hung, and was given up, could keep the process longer. */
const LINGER_MAX = SECOND;

async function listen(server: Server, config: Config): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<undefined>();
  server.once('error', reject);
  server.listen(config.port, config.host, () => resolve(undefined));
  try {
    await promise;
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown';
    throw new StartError(`Pan-Im cannot start: it cannot listen on HOST and PORT (${code}).`, { cause: error });
  } finally {
    server.off('error', reject);
  }
}

async function serve(service: Service, config: Config): Promise<void> {
  const stopAsked = Promise.withResolvers<string>();
  // Not once: a second signal while it drains would end the process in the middle of it.
  for (const signal of ['SIGTERM', 'SIGINT'] as const) process.on(signal, stopAsked.resolve);
  const server = createHttpServer(service.listener);
  try {
    await listen(server, config);
    await service.start();
    const address = server.address();
    const port = typeof address === 'object' && address !== null ? address.port : config.port;
    service.deps.log.info({ host: config.host, port }, 'listening');
    const signal = await stopAsked.promise;
    service.deps.log.info({ signal }, 'stopping');
    service.drain();
    await closeServer(server);
  } finally {
    await service.stop();
  }
  service.deps.log.info({}, 'stopped');
}

async function main(): Promise<void> {
  const config = loadConfigOfProcess();
  const service = await createService(config);
  await serve(service, config);
  setTimeout(() => process.exit(), LINGER_MAX).unref();
}

/** One sentence for what the person can put right; the whole error for a bug. */
function complain(error: unknown): void {
  const isExpected = error instanceof ConfigError || error instanceof StartError;
  const words = isExpected
    ? error.message
    : `Pan-Im cannot start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
  process.stderr.write(`${words}\n`);
  process.exitCode = 1;
}

main().catch(complain);
