import { parentPort } from 'node:worker_threads';
import { loadDecoder } from './find-codes.ts';
import { readPicture } from './read-picture.ts';
import type { PictureToRead } from './read-picture.ts';
import type { SlipReading } from './slip-reading.ts';

/** What the thread says: that it can begin, then one reading for each picture, in their order. */
export type DecoderWord = { kind: 'ready' } | { kind: 'answer'; reading: SlipReading };

const say = (word: DecoderWord): void => parentPort?.postMessage(word, []);

parentPort?.on('message', (picture: PictureToRead) => {
  // A failure here ends the thread, and with it whatever memory went bad; its owner starts another.
  void readPicture(picture).then((reading) => say({ kind: 'answer', reading }));
});
await loadDecoder();
say({ kind: 'ready' });
