import { isOver } from '../city.ts';
import type { City } from '../city.ts';

/** Something that goes wrong from time to time, until the last day is over. */
export interface Fault {
  /** For people: what it is. */
  what: string;
  begin: (city: City) => void;
}

interface Episodes {
  label: string;
  /** Time between two, half of them sooner. */
  every: number;
  /** How long one lasts; 0 for what happens in a moment. */
  lasts: number;
  starts: () => Promise<void> | void;
  ends?: () => Promise<void> | void;
}

/** Bad times come and go; the last of them ends with the story, so that the city can come to rest. */
export function plan(city: City, episodes: Episodes): void {
  const at = city.clock.now() + city.random.wait(episodes.every);
  if (at >= city.endsAt) return;
  city.agenda.add({
    at,
    label: episodes.label,
    async run() {
      if (isOver(city)) return;
      await episodes.starts();
      const until = city.clock.now() + (episodes.lasts === 0 ? 0 : city.random.wait(episodes.lasts));
      city.agenda.add({
        at: Math.min(until, Math.max(city.endsAt, city.clock.now())),
        label: `${episodes.label} is over`,
        async run() {
          await episodes.ends?.();
          plan(city, episodes);
        },
      });
    },
  });
}

/** Whether bad times are now. */
export function season(city: City, times: { label: string; every: number; lasts: number }): () => boolean {
  let isNow = false;
  plan(city, {
    ...times,
    starts: () => {
      isNow = true;
    },
    ends: () => {
      isNow = false;
    },
  });
  return () => isNow && !isOver(city);
}
