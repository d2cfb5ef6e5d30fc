import { Worker } from 'node:worker_threads';
import type { DecoderWord } from './decoder-thread.ts';
import type { PictureToRead } from './read-picture.ts';
import type { SlipReading } from './slip-reading.ts';

export type GaveUp = Extract<SlipReading, { kind: 'gave_up' }>;

export const gaveUp = (why: GaveUp['why']): GaveUp => ({ kind: 'gave_up', why });

/** One thread that decodes, one picture at a time. */
export interface Decoder {
  readonly isAlive: boolean;
  send(picture: PictureToRead): void;
  /** Its next word. When that does not come in time the thread is ended: nothing else stops a decoder that runs. */
  nextWord(timeMax: number): Promise<DecoderWord | GaveUp>;
  end(): Promise<void>;
}

/** The thread is given nothing of the settings, for what it reads comes from strangers. */
export function startDecoder(module: URL): Decoder {
  const worker = new Worker(module, { name: 'slip decoder', env: {}, execArgv: [] });
  let isAlive = true;
  let hear: ((word: DecoderWord | GaveUp) => void) | undefined;

  async function end(why: GaveUp['why']): Promise<void> {
    isAlive = false;
    const waiting = hear;
    hear = undefined;
    // Its memory is back before the next thread starts.
    await worker.terminate();
    waiting?.(gaveUp(why));
  }

  worker.on('message', (word: DecoderWord) => hear?.(word));
  worker.on('error', () => void end('crash'));
  worker.on('exit', () => void end('crash'));
  worker.unref();

  return {
    get isAlive() {
      return isAlive;
    },
    send({ bytes, header }) {
      // A copy to hand over: the caller's bytes may be a window into something larger.
      const copy = new Uint8Array(bytes);
      worker.postMessage({ bytes: copy, header }, [copy.buffer]);
    },
    nextWord(timeMax) {
      if (!isAlive) return Promise.resolve(gaveUp('crash'));
      // A process that waits for a reading stays alive for it; one that only has a reader does not.
      worker.ref();
      return new Promise((resolve) => {
        const timer = setTimeout(() => void end('timeout'), timeMax).unref();
        hear = (word) => {
          hear = undefined;
          clearTimeout(timer);
          worker.unref();
          resolve(word);
        };
      });
    },
    end: () => end('closed'),
  };
}
