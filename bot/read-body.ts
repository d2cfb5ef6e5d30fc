import type { IncomingMessage } from 'node:http';
import { BODIES_HELD_MAX } from './limits.ts';

/** `too_large`: more than may come; `busy`: too much is being read just now; `cut_off`: the sender has gone. */
export type BodyFault = 'too_large' | 'busy' | 'cut_off' | 'encoded';

export interface BodyBounds {
  bytesMax: number;
  /** Somebody honest hears that it was too much only after having sent it: so much is read and thrown away for that. */
  discardMax?: number;
}

/** Calls back once, with the bytes or with what is wrong. After a fault the rest of the body is still on the wire. */
export type BodyReader = (request: IncomingMessage, bounds: BodyBounds, done: (body: Buffer | BodyFault) => void) => void;

const NOTHING = Buffer.alloc(0);

/** Grows by doubling: a body that comes one byte a chunk takes no more memory than one that comes at once. */
class Growing {
  #held: Buffer = NOTHING;
  #length = 0;

  /** How much it will hold with so many bytes more. */
  heldWith(more: number): number {
    const wanted = this.#length + more;
    return wanted <= this.#held.length ? this.#held.length : Math.max(this.#held.length * 2, wanted);
  }

  add(bytes: Buffer): void {
    const size = this.heldWith(bytes.length);
    if (this.#length === 0) {
      // Most bodies are one chunk, which is kept as it came.
      this.#held = bytes;
    } else {
      if (size > this.#held.length) {
        const larger = Buffer.allocUnsafeSlow(size);
        this.#held.copy(larger, 0, 0, this.#length);
        this.#held = larger;
      }
      this.#held.set(bytes, this.#length);
    }
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
  if ((headers['content-encoding'] ?? 'identity').toLowerCase() !== 'identity') return 'encoded';
  return Number(headers['content-length'] ?? 0) > seenMax ? 'too_large' : undefined;
}

/**
 * Reads bodies of known bounds; together they never hold more than `heldMax`. Nothing is inflated: nobody who talks to
 * us compresses, and a small body must not become a large one.
 */
export function createBodyReader(heldMax = BODIES_HELD_MAX): BodyReader {
  let held = 0;

  return (request, { bytesMax, discardMax = 0 }, done) => {
    const seenMax = Math.max(bytesMax, discardMax);
    const fault = faultOf(request, seenMax);
    if (fault !== undefined) {
      done(fault);
      return;
    }
    const body = new Growing();
    let seen = 0;
    let isOver = false;
    const over = (result: Buffer | BodyFault): void => {
      if (isOver) return;
      isOver = true;
      held -= body.held;
      done(result);
    };
    request.on('data', (chunk: Buffer) => {
      if (isOver) return;
      seen += chunk.length;
      if (seen > seenMax) over('too_large');
      if (isOver || seen > bytesMax) return;
      const growth = body.heldWith(chunk.length) - body.held;
      if (held + growth > heldMax) {
        over('busy');
        return;
      }
      held += growth;
      body.add(chunk);
    });
    request.on('end', () => over(seen > bytesMax ? 'too_large' : body.bytes));
    request.on('close', () => over('cut_off'));
    request.on('error', () => over('cut_off'));
  };
}
