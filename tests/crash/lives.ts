import type { Server } from './server.ts';

/** The server's lives one after another, for those who drive it: where it is now, or when it will be there again. */
export interface Lives {
  /** The address of the life that is, or of the next one that listens. */
  address(): Promise<string>;
  begin(server: Server): void;
  /** From here on everybody waits for the next life. */
  end(): void;
  /** Resolves with the n-th answer from now. */
  answers(count: number): Promise<void>;
  answered(): void;
  readonly answersSoFar: number;
}

export function createLives(): Lives {
  let next = Promise.withResolvers<string>();
  let isThere = false;
  let answersSoFar = 0;
  const waiting = new Set<{ at: number; resolve: () => void }>();
  return {
    address: () => next.promise,
    begin(server) {
      const { resolve } = next;
      server.listening.then(
        (address) => {
          isThere = true;
          resolve(address);
        },
        () => undefined,
      );
    },
    end() {
      // A life that was killed at its start never listened: those who wait for it wait for the next.
      if (isThere) next = Promise.withResolvers<string>();
      isThere = false;
    },
    answers(count) {
      const { promise, resolve } = Promise.withResolvers<undefined>();
      waiting.add({ at: answersSoFar + count, resolve: () => resolve(undefined) });
      return promise;
    },
    answered() {
      answersSoFar += 1;
      for (const each of waiting) {
        if (each.at > answersSoFar) continue;
        waiting.delete(each);
        each.resolve();
      }
    },
    get answersSoFar() {
      return answersSoFar;
    },
  };
}
