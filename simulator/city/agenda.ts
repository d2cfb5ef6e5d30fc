import { must } from '../json.ts';

/** Something that is going to happen at a moment of virtual time. */
export interface Happening {
  at: number;
  /** What it is, for the trace: `resident hungry`, `webhook`. */
  label: string;
  run: () => Promise<void>;
}

interface Entry extends Happening {
  /** What is due at the same time happens in the order in which it was written down. */
  sequence: number;
}

export interface Agenda {
  add(happening: Happening): void;
  /** The next one, taken off; undefined when nothing is due until then. */
  take(until: number): Happening | undefined;
  nextAt(): number | undefined;
  readonly size: number;
}

const isBefore = (one: Entry, other: Entry): boolean => one.at < other.at || (one.at === other.at && one.sequence < other.sequence);

/** A binary heap: hundreds of thousands of happenings, a few hundred of them waiting at a time. */
export function createAgenda(): Agenda {
  const heap: Entry[] = [];
  let sequence = 0;

  const at = (index: number): Entry => must(heap[index], 'an entry of the agenda');

  function swap(one: number, other: number): void {
    const kept = at(one);
    heap[one] = at(other);
    heap[other] = kept;
  }

  function rise(from: number): void {
    for (let index = from; index > 0;) {
      const parent = (index - 1) >> 1;
      if (!isBefore(at(index), at(parent))) return;
      swap(index, parent);
      index = parent;
    }
  }

  function sink(): void {
    for (let index = 0; ;) {
      const [left, right] = [2 * index + 1, 2 * index + 2];
      let least = index;
      if (left < heap.length && isBefore(at(left), at(least))) least = left;
      if (right < heap.length && isBefore(at(right), at(least))) least = right;
      if (least === index) return;
      swap(index, least);
      index = least;
    }
  }

  return {
    add(happening) {
      sequence += 1;
      heap.push({ ...happening, sequence });
      rise(heap.length - 1);
    },
    take(until) {
      const [first] = heap;
      if (first === undefined || first.at > until) return undefined;
      const last = heap.pop();
      if (heap.length > 0 && last !== undefined) {
        heap[0] = last;
        sink();
      }
      return first;
    },
    nextAt: () => heap[0]?.at,
    get size() {
      return heap.length;
    },
  };
}
