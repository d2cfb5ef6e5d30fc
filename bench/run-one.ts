import { benches } from './benches.ts';

const bench = benches.find(({ name }) => name === process.argv[2]);
if (bench === undefined) throw new Error(`there is no bench ${process.argv[2]}`);
const figures = await bench.run((line) => void process.stdout.write(`  … ${line}\n`));
process.send?.({ figures });
process.disconnect?.();
