/** Plays for `npm run simulate` the seeds that it is given, one after the other, and says what came of them. */
import { dirname } from 'node:path';
import { realNow } from './clock.ts';
import { playerHere } from './play-seed.ts';
import type { Game, Heard } from './play-seed.ts';
import { removeFolder } from './template.ts';
import type { WorkerWord } from './workers.ts';

/** A bar that somebody looks at moves often enough. */
const SAYS_EVERY_MS = 200;

const game: Game = JSON.parse(process.argv[2] ?? '');

const say = (word: WorkerWord): void => void process.send?.(word);

let saidAt = -Infinity;
const heard: Heard = {
  step(_seed, so) {
    if (realNow() - saidAt < SAYS_EVERY_MS) return;
    saidAt = realNow();
    say({ kind: 'step', ...so });
  },
  played: (played) => say({ kind: 'played', played }),
  shortest: (_seed, steps) => say({ kind: 'shortest', steps }),
};

// An interrupt is for the one who started this: it decides what is still said and tidied up.
process.on('SIGINT', () => undefined);
// It is gone without a word: nobody else tidies up. The others may still be writing there, or be tidying up as well.
process.once('disconnect', () => {
  removeFolder(dirname(game.templatePath));
  process.exit();
});

const player = playerHere(game);
process.on('message', (seed: number) => {
  void (async () => {
    await (await player).play(seed, heard);
    say({ kind: 'over' });
  })();
});
