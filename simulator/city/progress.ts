/** How far a simulation has come: a bar where somebody looks, a line now and then where nobody does. */
export interface Progress {
  /** The words are asked for only when it is time to show them. */
  show(done: number, facts: () => string): void;
  end(): void;
}

interface Out {
  isTTY?: boolean;
  write: (text: string) => unknown;
}

const BAR_LENGTH = 30;
const BAR_EVERY_MS = 200;
const LINE_EVERY_MS = 5000;

export function createProgress(out: Out, now: () => number): Progress {
  const every = out.isTTY === true ? BAR_EVERY_MS : LINE_EVERY_MS;
  const startedAt = now();
  let shownAt = startedAt;

  function line(done: number, facts: string): string {
    const filled = Math.round(done * BAR_LENGTH);
    const bar = `${'█'.repeat(filled)}${'░'.repeat(BAR_LENGTH - filled)}`;
    const passed = (now() - startedAt) / 1000;
    const left = done > 0.01 ? ` ${Math.round((passed / done) * (1 - done))} s left` : '';
    return `${bar} ${Math.floor(done * 100)}%${left} · ${facts}`;
  }

  return {
    show(done, facts) {
      if (now() - shownAt < every) return;
      shownAt = now();
      out.write(out.isTTY === true ? `\r\u001B[2K${line(done, facts())}` : `${line(done, facts())}\n`);
    },
    end() {
      if (out.isTTY === true) out.write('\r\u001B[2K');
    },
  };
}
