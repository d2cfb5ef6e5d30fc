import { startLineStandIn } from './line-stand-in.ts';

/** LINE as a process of its own; says its address, and ends with whoever started it. */
const { url } = await startLineStandIn();
process.on('disconnect', () => process.exit());
process.send?.(url);
