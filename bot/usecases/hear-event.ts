import { converse } from '../conversation/converse.ts';
import type { Facts } from '../conversation/facts.ts';
import { openQuestion } from '../conversation/fill-form.ts';
import { NEW_CONVERSATION } from '../conversation/state.ts';
import type { ConversationState } from '../conversation/state.ts';
import type { Step } from '../conversation/step.ts';
import { compiled } from '../../db/compiled.ts';
import { finishEvent } from '../../db/inbox.ts';
import { memberByLineId } from '../../db/members.ts';
import type { Member } from '../../db/members.ts';
import { enqueueNotice } from '../../db/outbox.ts';
import { openJson } from '../../db/sealed-json.ts';
import type { Deps, TxDeps } from '../deps.ts';
import type { Notice } from '../domain/notice.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Heard } from '../intents/intent.ts';
import { inTransaction } from './handle.ts';
import { loadFacts } from './load-facts.ts';
import { lookUp } from './look-up.ts';
import { run } from './run.ts';

export interface HeardEvent {
  eventId: string;
  lineUserId: string;
  /** When LINE says it happened, ms. */
  eventAt: number;
  heard: Heard;
  reply?: { token: string; until: number };
}

/**
 * One event of one member, whole: conversation, command, answer, and the event marked done, in one transaction. A
 * refused command leaves nothing behind; its answer is then written in a second transaction that does only that.
 */
export async function hearEvent(deps: Deps, event: HeardEvent): Promise<void> {
  const refused = await inTransaction(deps, (txDeps) => hear(txDeps, event));
  if (isRefusal(refused) && refused.keep !== true) await inTransaction(deps, (txDeps) => answerRefusal(txDeps, event, refused));
}

async function hear(deps: TxDeps, event: HeardEvent): Promise<Refusal | undefined> {
  const member = await meet(deps, event);
  const { step, facts } = await think(deps, member, event.heard);
  const outcome = step.command === undefined ? { say: [] } : await run(deps, step.command);
  if (isRefusal(outcome)) {
    if (outcome.keep !== true) return outcome;
    await concludeRefused(deps, { member, event, step, facts, refusal: outcome });
    return outcome;
  }
  const found = step.query === undefined ? [] : await lookUp(deps, await loadFacts(deps, member), step.query);
  await conclude(deps, { member, event, state: step.state, say: inOrder(step, [...outcome.say, ...found]) });
  return undefined;
}

/** What was said with a command that records an answer (a consent) comes after it: the next question stands last. */
function inOrder(step: Step, after: Notice[]): Notice[] {
  return step.say.at(-1)?.kind === 'question' ? [...after, ...step.say] : [...step.say, ...after];
}

async function answerRefusal(deps: TxDeps, event: HeardEvent, refusal: Refusal): Promise<undefined> {
  const member = await meet(deps, event);
  const { step, facts } = await think(deps, member, event.heard);
  await concludeRefused(deps, { member, event, step, facts, refusal });
  return undefined;
}

interface Refused {
  member: Member;
  event: HeardEvent;
  step: Step;
  facts: Facts;
  refusal: Refusal;
}

/** The reason first; where the person can simply try again, the same question stands below it. */
async function concludeRefused(deps: TxDeps, { member, event, step, facts, refusal }: Refused): Promise<void> {
  const retry = step.ifRefused?.codes.includes(refusal.refused) === true ? step.ifRefused.state : undefined;
  const answer: Notice = { kind: 'refused', code: refusal.refused, detail: refusal.detail };
  const say = [...step.say, answer, ...(retry === undefined ? [] : openQuestion(retry, facts))];
  await conclude(deps, { member, event, state: retry ?? step.state, say });
}

/** The member, with what the event itself says about the friendship. */
async function meet(deps: TxDeps, { lineUserId, heard }: HeardEvent): Promise<Member> {
  const member = await memberByLineId(deps, lineUserId);
  const isFriend = heard.kind === 'blocked' ? 0 : 1;
  if (member.is_friend === isFriend) return member;
  await deps.tx.updateTable('member').set({ is_friend: isFriend }).where('id', '=', member.id).execute();
  return { ...member, is_friend: isFriend };
}

const stateOf = compiled((db, { memberId }: { memberId: string }) =>
  db.selectFrom('conversation').select('state_sealed').where('member_id', '=', memberId),
);

async function think(deps: TxDeps, member: Member, heard: Heard): Promise<{ step: Step; facts: Facts }> {
  const row = await stateOf.first(deps.tx, { memberId: member.id });
  const state = row === undefined ? NEW_CONVERSATION : openJson<ConversationState>(deps.sealer, row.state_sealed);
  const facts = await loadFacts(deps, member);
  return { step: converse(state, facts, heard), facts };
}

interface Conclusion {
  member: Member;
  event: HeardEvent;
  state: ConversationState;
  say: Notice[];
}

interface WrittenState {
  memberId: string;
  sealed: string;
  now: number;
}

const writeState = compiled((db, { memberId, sealed, now }: WrittenState) =>
  db
    .insertInto('conversation')
    .values({ member_id: memberId, state_sealed: sealed, updated_at: now })
    .onConflict((conflict) => conflict.column('member_id').doUpdateSet({ state_sealed: sealed, updated_at: now })),
);

async function conclude(deps: TxDeps, { member, event, state, say }: Conclusion): Promise<void> {
  const now = deps.clock.now();
  await writeState.run(deps.tx, { memberId: member.id, sealed: deps.sealer.seal(JSON.stringify(state)), now });
  if (event.heard.kind === 'unsent') await forgetPicture(deps, event.heard.messageId);
  for (const notice of say) {
    await enqueueNotice(deps, {
      memberId: member.id,
      notice,
      urgency: 'answer',
      ...(event.reply === undefined ? {} : { reply: event.reply }),
    });
  }
  await finishEvent(deps.tx, event.eventId, { state: 'done', now });
}

/** A picture that its sender took back is not kept; that it was sent stays known. */
async function forgetPicture(deps: TxDeps, messageId: string): Promise<void> {
  await deps.tx.updateTable('picture').set({ state: 'gone', bytes_sealed: null }).where('message_id', '=', messageId).execute();
}
