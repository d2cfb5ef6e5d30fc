/** What can be made to go wrong, at any time, in process or over HTTP. */
import * as z from 'zod';

function isPattern(text: string): boolean {
  try {
    return new RegExp(text) instanceof RegExp;
  } catch {
    return false;
  }
}

const times = z.int().min(1).optional();

const apiFault = z.strictObject({
  /** `reply`, `push`, `multicast`, `content` or `any`; anything else is a regular expression on "METHOD /path". */
  match: z.string().min(1).refine(isPattern, 'not a regular expression'),
  /** Answer with this status instead of doing anything. */
  status: z.int().min(200).max(599).optional(),
  /** Do nothing and never answer. */
  hang: z.boolean().optional(),
  /** Do nothing and close the connection. */
  dropConnection: z.boolean().optional(),
  /** Do it, show it, and never answer: the caller cannot know. */
  acceptThenTimeout: z.boolean().optional(),
  /** Promise the whole body, send half of it, close the connection. */
  truncateContent: z.boolean().optional(),
  /** For so many calls; without it until the faults are cleared. */
  times,
});

export const faultsSchema = z.strictObject({
  api: z.array(apiFault).max(100).optional(),
  /** Every connection to LINE's API is closed at once. */
  down: z.boolean().optional(),
  webhook: z
    .strictObject({
      /** Each event arrives so many times more, with the same id. */
      duplicate: z.int().min(0).max(20).optional(),
      delayMs: z.int().min(0).max(60_000).optional(),
      /** Each second event overtakes the one before it. */
      outOfOrder: z.boolean().optional(),
      /** The next so many events do not arrive. */
      dropNext: z.int().min(0).optional(),
      /** As when "Webhook redelivery" is on: an event that got no 2xx is sent again, a few times. */
      redeliverAfterFailure: z.boolean().optional(),
    })
    .optional(),
});

export type Faults = z.infer<typeof faultsSchema>;
export type ApiFault = z.infer<typeof apiFault>;

const NAMED_PATHS: Readonly<Record<string, RegExp>> = {
  any: /^/,
  reply: /\/v2\/bot\/message\/reply$/,
  push: /\/v2\/bot\/message\/push$/,
  multicast: /\/v2\/bot\/message\/multicast$/,
  content: /\/v2\/bot\/message\/\d+\/content$/,
};

/** The fault that this call meets, if any; a counted one is used up. */
export function takeApiFault(faults: Faults, call: { method: string; path: string }): ApiFault | undefined {
  const api = faults.api ?? [];
  for (const fault of api) {
    const pattern = NAMED_PATHS[fault.match] ?? new RegExp(fault.match);
    if (!pattern.test(`${call.method} ${call.path}`)) continue;
    if (fault.times === undefined) return fault;
    if (fault.times === 0) continue;
    fault.times -= 1;
    return fault;
  }
  return undefined;
}
