import { z } from 'zod';
import { SLIP_VERIFY_TIMEOUT } from '../limits.ts';
import type { SlipVerifier } from './slip-verifier.ts';

export interface HttpVerifierOptions {
  url: string;
  token: string;
  fetch: typeof fetch;
  timeout?: number;
}

/** More than this is no answer about one transfer. */
const ANSWER_BYTES_MAX = 64 * 1024;
const SATANG_MAX = 10_000_000_000;

const Answer = z.object({
  /** Baht, with satang behind the point. */
  amount: z
    .union([
      z.number(),
      z
        .string()
        .regex(/^\d{1,9}(\.\d{1,2})?$/u)
        .transform(Number),
    ])
    .transform((baht) => Math.round(baht * 100))
    .refine((satang) => satang > 0 && satang <= SATANG_MAX),
  time: z.iso.datetime({ offset: true }).transform((time) => Date.parse(time)),
  receiver: z.string().trim().min(1).max(200),
});

/** POST {bank, transactionReference} with a bearer token → {amount, time, receiver}. */
export function createHttpVerifier(options: HttpVerifierOptions): SlipVerifier {
  const { url, token, timeout = SLIP_VERIFY_TIMEOUT } = options;
  return {
    async verify({ bank, transactionReference }) {
      try {
        const response = await options.fetch(url, {
          method: 'POST',
          headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
          body: JSON.stringify({ bank, transactionReference }),
          redirect: 'error',
          signal: AbortSignal.timeout(timeout),
        });
        const parsed = Answer.safeParse(response.ok ? await jsonOf(response) : undefined);
        if (!parsed.success) return undefined;
        const { amount, time, receiver } = parsed.data;
        return { amountSatang: amount, at: time, receiver };
      } catch {
        // Whatever went wrong on the way, the treasurer looks as without the service.
        return undefined;
      }
    },
  };
}

async function jsonOf(response: Response): Promise<unknown> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of response.body ?? []) {
    length += chunk.length;
    if (length > ANSWER_BYTES_MAX) return undefined;
    chunks.push(chunk);
  }
  return JSON.parse(Buffer.concat(chunks).toString('utf8'));
}
