/**
 * Would LINE take this? Two layers: the shape (schema of the SDK's types), then the limits which are only in LINE's documentation.
 * Tests hold every message that the bot can send against these rules.
 */
import { checkMessage } from './message-rules.ts';
import type { SendContext } from './message-rules.ts';
import type { OutgoingRequests } from './outgoing-requests.ts';
import { found, newFindings } from './problem.ts';
import type { Findings, Problem, RuleOptions } from './problem.ts';
import { checkRichMenu } from './rich-menu-rules.ts';
import { checkShape } from './schema-rules.ts';
import { checkMediaUrl } from './url-rules.ts';

export type { Problem, RuleOptions } from './problem.ts';
export type { SendContext } from './message-rules.ts';
export type RequestKind = Exclude<keyof OutgoingRequests, 'message'>;

/** https://developers.line.biz/en/reference/messaging-api/#send-reply-message */
const MESSAGES_MAX = 5;
const WEBHOOK_URL_MAX = 500;
const ALIAS_ID = /^[a-z0-9_-]{1,32}$/;
const USER_ID = /^U[0-9a-f]{32}$/;
const RECEIVER_ID = /^[UCR][0-9a-f]{32}$/;
const UNIT_NAME = /^[a-zA-Z0-9_]{1,30}$/;

export function validateMessages(messages: unknown, context: SendContext = 'push', options: RuleOptions = {}): Problem[] {
  if (!Array.isArray(messages)) return [{ message: 'must be specified', property: 'messages' }];
  const findings = newFindings(options);
  if (messages.length < 1 || messages.length > MESSAGES_MAX) {
    found(findings, 'messages', `Size must be between 1 and ${MESSAGES_MAX}`);
  }
  const list: unknown[] = messages;
  for (const [index, message] of list.entries()) {
    const property = `messages[${index}]`;
    const shape = checkShape('message', message, property);
    if (shape.ok) checkMessage(findings, { property, context }, shape.value);
    else findings.problems.push(...shape.problems);
  }
  return findings.problems;
}

export function validateRichMenu(menu: unknown, options: RuleOptions = {}): Problem[] {
  const shape = checkShape('richMenu', menu);
  if (!shape.ok) return shape.problems;
  const findings = newFindings(options);
  checkRichMenu(findings, shape.value);
  return findings.problems;
}

/** A whole request body, as it is sent to LINE. */
export function validateRequest(kind: RequestKind, body: unknown, options: RuleOptions = {}): Problem[] {
  switch (kind) {
    case 'richMenu':
      return validateRichMenu(body, options);
    case 'reply':
    case 'push':
    case 'multicast':
    case 'validate':
      return validateSend(kind, body, options);
    case 'loading':
      return validateLoading(body);
    case 'webhookEndpoint':
      return validateEndpoint(body, options);
    case 'createRichMenuAlias':
      return validateAlias(body);
    case 'updateRichMenuAlias':
    case 'markAsRead':
    case 'bulkLink':
    case 'bulkUnlink':
      return problemsOf(checkShape(kind, body));
  }
}

function problemsOf(shape: { ok: true } | { ok: false; problems: Problem[] }): Problem[] {
  return shape.ok ? [] : shape.problems;
}

type SendKind = 'reply' | 'push' | 'multicast' | 'validate';

function validateSend(kind: SendKind, body: unknown, options: RuleOptions): Problem[] {
  const shape = checkShape(kind, body);
  if (!shape.ok) return shape.problems;
  const findings = newFindings(options);
  if ('to' in shape.value) checkReceivers(findings, shape.value);
  const context = kind === 'validate' ? 'push' : kind;
  return [...findings.problems, ...validateMessages(shape.value.messages, context, options)];
}

function checkReceivers(findings: Findings, body: { to: string | string[]; customAggregationUnits?: string[] }): void {
  if (typeof body.to === 'string') {
    if (!RECEIVER_ID.test(body.to)) found(findings, 'to', 'invalid receiver');
  } else {
    for (const [index, id] of body.to.entries()) if (!USER_ID.test(id)) found(findings, `to[${index}]`, 'invalid receiver');
  }
  const units = body.customAggregationUnits ?? [];
  if (units.length > 1) found(findings, 'customAggregationUnits', 'Size must be between 0 and 1');
  if (!units.every((unit) => UNIT_NAME.test(unit))) found(findings, 'customAggregationUnits', 'invalid unit name');
}

function validateLoading(body: unknown): Problem[] {
  const shape = checkShape('loading', body);
  if (!shape.ok) return shape.problems;
  const findings = newFindings();
  if (!USER_ID.test(shape.value.chatId)) found(findings, 'chatId', 'must be a user id');
  if ((shape.value.loadingSeconds ?? 20) % 5 !== 0) found(findings, 'loadingSeconds', 'must be a multiple of five');
  return findings.problems;
}

function validateEndpoint(body: unknown, options: RuleOptions): Problem[] {
  const shape = checkShape('webhookEndpoint', body);
  if (!shape.ok) return shape.problems;
  const findings = newFindings(options);
  checkMediaUrl(findings, { property: 'endpoint', value: shape.value.endpoint }, WEBHOOK_URL_MAX);
  return findings.problems;
}

function validateAlias(body: unknown): Problem[] {
  const shape = checkShape('createRichMenuAlias', body);
  if (!shape.ok) return shape.problems;
  return ALIAS_ID.test(shape.value.richMenuAliasId) ? [] : [{ message: 'invalid alias id', property: 'richMenuAliasId' }];
}
