import type { IncomingMessage } from 'node:http';
import { BODIES_HELD_MAX } from './limits.ts';

/** `too_large`: more than may come; `busy`: too much is being read just now; `cut_off`: the sender has gone. */
type BodyFault = 'too_large' | 'busy' | 'cut_off' | 'encoded';

export interface BodyBounds {
  bytesMax: number;
  /** Somebody honest hears that it was too much only after having sent it: so much is read and thrown away for that. */
  discardMax?: number;
}

export type BodyReader = (request: IncomingMessage, bounds: BodyBounds) => Promise<Buffer | BodyFault>;

const FIRST_BYTES = 4096;

/** Grows by doubling: a body that comes one byte a chunk takes no more memory than one that comes at once. */
class Growing {
  #held = Buffer.alloc(0);
  #length = 0;

  /** How much it will hold with so many bytes more. */
  heldWith(more: number): number {
    const wanted = this.#length + more;
    return wanted <= this.#held.length ? this.#held.length : Math.max(FIRST_BYTES, this.#held.length * 2, wanted);
  }

  add(bytes: Uint8Array): void {
    const size = this.heldWith(bytes.length);
    if (size > this.#held.length) {
      const larger = Buffer.allocUnsafeSlow(size);
      this.#held.copy(larger, 0, 0, this.#length);
      this.#held = larger;
    }
    this.#held.set(bytes, this.#length);
    this.#length += bytes.length;
  }

  get held(): number {
    return this.#held.length;
  }

  get bytes(): Buffer {
    return this.#held.subarray(0, this.#length);
  }
}

/** What the headers alone say against a body. */
function faultOf({ headers }: IncomingMessage, seenMax: number): BodyFault | undefined {
  if ((headers['content-encoding'] ?? 'identity') !== 'identity') return 'encoded';
  return Number(headers['content-length'] ?? 0) > seenMax ? 'too_large' : undefined;
}

/**
 * Reads bodies of known bounds; together they never hold more than `heldMax`. Nothing is inflated: nobody who talks to
 * us compresses, and a small body must not become a large one.
 */
export function createBodyReader(heldMax = BODIES_HELD_MAX): BodyReader {
  let held = 0;

  return async (request, { bytesMax, discardMax = 0 }) => {
    const seenMax = Math.max(bytesMax, discardMax);
    const fault = faultOf(request, seenMax);
    if (fault !== undefined) return fault;
    const body = new Growing();
    let seen = 0;
    try {
      for await (const chunk of request.iterator({ destroyOnReturn: false })) {
        const bytes: Uint8Array = chunk;
        seen += bytes.length;
        if (seen > seenMax) return 'too_large';
        if (seen > bytesMax) continue;
        const growth = body.heldWith(bytes.length) - body.held;
        if (held + growth > heldMax) return 'busy';
        held += growth;
        body.add(bytes);
      }
    } catch {
      return 'cut_off';
    } finally {
      held -= body.held;
    }
    return seen > bytesMax ? 'too_large' : body.bytes;
  };
}
