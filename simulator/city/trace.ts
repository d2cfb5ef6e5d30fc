import { createHash } from 'node:crypto';

/** Everything that happened and everything the service did about it, as one rolling hash: equal runs have equal hashes. */
export interface Trace {
  note(kind: string, ...facts: (string | number)[]): void;
  hash(): string;
  readonly count: number;
}

const SHOWN_LENGTH = 16;

export function createTrace(): Trace {
  const hash = createHash('sha256');
  let count = 0;
  return {
    note(kind, ...facts) {
      count += 1;
      hash.update(`${kind} ${facts.join(' ')}\n`);
    },
    hash: () => hash.copy().digest('hex').slice(0, SHOWN_LENGTH),
    get count() {
      return count;
    },
  };
}
