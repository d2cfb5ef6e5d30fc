import { createHash } from 'node:crypto';
import { z } from 'zod';
import type { NewRow } from '../../db/schema.ts';
import type { Deps } from '../deps.ts';

/** Only what storing needs; LINE adds fields and event types without notice. */
const Envelope = z.looseObject({
  type: z.string(),
  timestamp: z.number().int().nonnegative().optional().catch(undefined),
  webhookEventId: z.string().min(1).max(100).optional().catch(undefined),
  source: z
    .looseObject({
      userId: z.string().max(100).optional().catch(undefined),
      groupId: z.string().max(100).optional().catch(undefined),
      roomId: z.string().max(100).optional().catch(undefined),
    })
    .optional()
    .catch(undefined),
});
type Envelope = z.infer<typeof Envelope>;

const Body = z.looseObject({ events: z.array(Envelope).max(1000) });

/** The chat whose events are handled one after another: the group before the person in it. */
function chatOf(source: Envelope['source']): string | undefined {
  return source?.groupId ?? source?.roomId ?? source?.userId;
}

function toRow(deps: Pick<Deps, 'sealer'>, event: Envelope, now: number): NewRow<'inbox'> {
  const json = JSON.stringify(event);
  return {
    // Old test events carry no id: the same words are then the same event.
    event_id: event.webhookEventId ?? `sha256:${createHash('sha256').update(json).digest('hex')}`,
    line_user_id: chatOf(event.source) ?? null,
    event_at: event.timestamp ?? now,
    received_at: now,
    body_sealed: deps.sealer.seal(json),
    state: 'waiting',
    why: null,
    next_attempt_at: 0,
    done_at: null,
  };
}

function parseBody(body: Buffer): Envelope[] | undefined {
  try {
    const parsed = Body.safeParse(JSON.parse(body.toString('utf8')));
    return parsed.success ? parsed.data.events : undefined;
  } catch {
    return undefined;
  }
}

/** The events of a body as they are stored, what people wrote sealed; undefined when it is no webhook. */
export function readEvents(deps: Pick<Deps, 'clock' | 'sealer'>, body: Buffer): NewRow<'inbox'>[] | undefined {
  const now = deps.clock.now();
  return parseBody(body)?.map((event) => toRow(deps, event, now));
}
