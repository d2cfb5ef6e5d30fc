import { PICTURE_BYTES_MAX } from '../limits.ts';
import { gaveUp, startDecoder } from './decoder.ts';
import type { Decoder, GaveUp } from './decoder.ts';
import { readPictureHeader, whyTooLarge } from './picture-header.ts';
import type { PictureToRead } from './read-picture.ts';
import { DECODER_IDLE_TIME, DECODER_START_TIME_MAX, KEPT_DECODE_BYTES_MAX, PICTURES_WAITING_MAX, PICTURE_TIME_MAX } from './slip-limits.ts';
import type { SlipReading } from './slip-reading.ts';

export interface SlipReader {
  /** What the code in the picture says. Never throws, and holds the event loop up no longer than a copy of the bytes takes. */
  readSlip(bytes: Uint8Array): Promise<SlipReading>;
  /** Ends what is being read (as `gave_up`) and reads nothing more. */
  close(): Promise<void>;
}

export interface SlipReaderOptions {
  pictureTimeMax: number;
  idleTime: number;
  /** The module that the thread runs. */
  thread: URL;
}

const USUAL: SlipReaderOptions = {
  pictureTimeMax: PICTURE_TIME_MAX,
  idleTime: DECODER_IDLE_TIME,
  thread: new URL('./decoder-thread.ts', import.meta.url),
};

/** Throws when the decoder cannot be loaded: better at the start of the service than with the first slip. */
export async function createSlipReader(options: Partial<SlipReaderOptions> = {}): Promise<SlipReader> {
  const { pictureTimeMax, idleTime, thread } = { ...USUAL, ...options };
  let decoder: Decoder | undefined;
  let current: Promise<unknown> = Promise.resolve();
  let waiting = 0;
  let isClosed = false;
  let idleTimer: NodeJS.Timeout | undefined;

  async function liveDecoder(): Promise<Decoder | GaveUp> {
    if (decoder?.isAlive === true) return decoder;
    decoder = startDecoder(thread);
    const word = await decoder.nextWord(DECODER_START_TIME_MAX);
    return word.kind === 'gave_up' ? word : decoder;
  }

  async function decode(picture: PictureToRead): Promise<SlipReading> {
    if (isClosed) return gaveUp('closed');
    clearTimeout(idleTimer);
    const live = await liveDecoder();
    if ('why' in live) return live;
    live.send(picture);
    const word = await live.nextWord(pictureTimeMax);
    if (picture.header.decodeBytes > KEPT_DECODE_BYTES_MAX) await live.end();
    idleTimer = setTimeout(() => void live.end(), idleTime).unref();
    if (word.kind === 'gave_up') return word;
    return word.kind === 'answer' ? word.reading : gaveUp('crash');
  }

  /** One picture behind the other. */
  async function inTurn(picture: PictureToRead): Promise<SlipReading> {
    if (waiting >= PICTURES_WAITING_MAX) return gaveUp('busy');
    waiting += 1;
    const turn = current.then(() => decode(picture));
    current = turn.catch(() => undefined);
    return turn.finally(() => {
      waiting -= 1;
    });
  }

  const first = await liveDecoder();
  if ('why' in first) throw new Error(`the slip decoder did not start: ${first.why}`);

  return {
    async readSlip(bytes) {
      if (bytes.length > PICTURE_BYTES_MAX) return { kind: 'too_large', why: 'bytes' };
      const header = readPictureHeader(bytes);
      if (header === undefined) return { kind: 'not_a_picture' };
      return whyTooLarge(header) ?? inTurn({ bytes, header });
    },
    async close() {
      isClosed = true;
      clearTimeout(idleTimer);
      await decoder?.end();
      await current;
    },
  };
}
