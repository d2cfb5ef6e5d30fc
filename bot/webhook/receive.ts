import { createHash } from 'node:crypto';
import express from 'express';
import type { Request, Response, Router } from 'express';
import { z } from 'zod';
import { storeEvents } from '../../db/inbox.ts';
import type { NewRow } from '../../db/schema.ts';
import type { Deps } from '../deps.ts';
import { WEBHOOK_BODY_MAX } from '../limits.ts';
import { isSigned } from './signature.ts';

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

function parseBody(body: Buffer): Envelope[] | undefined {
  try {
    const parsed = Body.safeParse(JSON.parse(body.toString('utf8')));
    return parsed.success ? parsed.data.events : undefined;
  } catch {
    return undefined;
  }
}

/** The chat whose events are handled one after another: the group before the person in it. */
function chatOf(source: Envelope['source']): string | undefined {
  return source?.groupId ?? source?.roomId ?? source?.userId;
}

function toRow(deps: Deps, event: Envelope, now: number): NewRow<'inbox'> {
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

function bytesOf(body: unknown): Buffer {
  return Buffer.isBuffer(body) ? body : Buffer.alloc(0);
}

async function receive(deps: Deps, body: Buffer, response: Response): Promise<void> {
  const events = parseBody(body);
  if (events === undefined) {
    response.status(400).json({ error: 'bad_request' });
    return;
  }
  if (events.length > 0) {
    const now = deps.clock.now();
    const rows = events.map((event) => toRow(deps, event, now));
    try {
      const stored = await deps.db.transaction().execute((tx) => storeEvents(tx, rows));
      deps.log.info({ events: rows.length, stored }, 'webhook stored');
    } catch (error) {
      // Not stored, not answered with 200: LINE sends it again.
      deps.log.error({ events: rows.length, err: error }, 'webhook not stored');
      response.status(500).json({ error: 'broken' });
      return;
    }
    deps.wake.inbox();
  }
  response.status(200).json({});
}

/** LINE's door: verify the bytes, store every event once in one commit, answer, and only then let anyone work. */
export function createWebhook(deps: Deps, options: { channelSecrets: readonly string[] }): Router {
  const handle = async (request: Request, response: Response): Promise<void> => {
    const body = bytesOf(request.body);
    if (!isSigned(body, request.get('x-line-signature') ?? '', options.channelSecrets)) {
      deps.log.warn({ bytes: body.length }, 'webhook signature missing or wrong');
      response.status(401).json({ error: 'bad_signature' });
      return;
    }
    await receive(deps, body, response);
  };
  const router = express.Router();
  // No inflating: LINE does not compress, and a small body must not become a large one before it is verified.
  router.post('/', express.raw({ type: () => true, limit: WEBHOOK_BODY_MAX, inflate: false }), (request, response) =>
    handle(request, response),
  );
  return router;
}
