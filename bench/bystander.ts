import { monitorEventLoopDelay } from 'node:perf_hooks';

/** A process that does nothing and says how late it was woken: what the machine itself costs whoever runs on it. */
const delay = monitorEventLoopDelay({ resolution: 1 });
delay.enable();
setInterval(() => undefined, 1000);
process.on('message', () => {
  const ms = (nanoseconds: number): number => Math.max(0, nanoseconds / 1e6 - 1);
  process.send?.({ p999: ms(delay.percentile(99.9)), max: ms(delay.max) });
  delay.reset();
});
process.on('disconnect', () => process.exit());
