import { LineBotClient } from '@line/bot-sdk';
import type { messagingApi } from '@line/bot-sdk';
import { Pool } from 'undici';
import type { Dispatcher } from 'undici';
import { LINE_CALL_TIMEOUT } from '../limits.ts';
import type { LinePort, SendOutcome } from './port.ts';

export interface LineClientOptions {
  channelAccessToken: string;
  apiBaseUrl: string;
  dataApiBaseUrl: string;
  /** A call that takes longer has an unknown outcome; LINE_CALL_TIMEOUT unless a test is in a hurry. */
  callTimeout?: number;
  /** Carries the calls of the outbox in the place of our own connections. */
  carry?: LineCarrier;
}

/** One request to LINE and its answer; throws an error with a `code` when there was none. */
export type LineCarrier = (request: { path: string; headers: Record<string, string>; body: string }) => Promise<LineAnswer>;

interface LineAnswer {
  statusCode: number;
  headers: Dispatcher.ResponseData['headers'];
  text: string;
}

export function createLineClient(options: LineClientOptions): LineBotClient {
  return LineBotClient.fromChannelAccessToken({
    channelAccessToken: options.channelAccessToken,
    apiBaseURL: options.apiBaseUrl,
    dataApiBaseURL: options.dataApiBaseUrl,
  });
}

const REQUEST_ID = 'x-line-request-id';
const ACCEPTED_REQUEST_ID = 'x-line-accepted-request-id';
/** LINE's words are kept for the log; they name properties and rules, and this many characters of them do. */
const WHY_MAX = 300;

interface ErrorBody {
  message: string;
  details: { message: string; property: string }[];
}

function textOf(value: unknown, key: string): string {
  const found: unknown = typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;
  return typeof found === 'string' ? found : '';
}

function parseErrorBody(body: string): ErrorBody {
  try {
    const parsed: unknown = JSON.parse(body);
    const details: unknown = typeof parsed === 'object' && parsed !== null ? Reflect.get(parsed, 'details') : undefined;
    return {
      message: textOf(parsed, 'message'),
      details: (Array.isArray(details) ? details : []).map((detail: unknown) => ({
        message: textOf(detail, 'message'),
        property: textOf(detail, 'property'),
      })),
    };
  } catch {
    return { message: '', details: [] };
  }
}

/** `messages[2].text`, or `A message (messages[2]) in the request body is invalid`: the numbers in the brackets. */
function messagesMeant({ message, details }: ErrorBody): number[] {
  const places = [message, ...details.map((detail) => detail.property)].join(' ');
  return [...new Set([...places.matchAll(/messages\[(\d+)\]/gu)].map((match) => Number(match[1])))];
}

function headerOf(headers: Dispatcher.ResponseData['headers'], name: string): string | undefined {
  const value = headers[name];
  return typeof value === 'string' ? value : value?.[0];
}

function outcomeOfStatus(status: number, headers: Dispatcher.ResponseData['headers'], text: string): SendOutcome {
  const requestId = headerOf(headers, REQUEST_ID);
  const body = parseErrorBody(text);
  if (status === 409) return { kind: 'sent', requestId: headerOf(headers, ACCEPTED_REQUEST_ID) ?? requestId };
  if (status === 429) return { kind: 'too_many', monthly: body.message.includes('monthly limit'), requestId };
  if (status === 401) return { kind: 'not_authorised', requestId };
  if (status >= 500) return { kind: 'unknown', why: `status ${status}`, requestId };
  if (status === 400 && body.message.startsWith('Invalid reply token')) return { kind: 'token_dead', requestId };
  const words = [body.message, ...body.details.map((detail) => `${detail.property}: ${detail.message}`)];
  return { kind: 'refused', status, why: words.join('; ').slice(0, WHY_MAX), messages: messagesMeant(body), requestId };
}

/** Failures from before a connection stood. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

const TOO_LATE = new Set(['UND_ERR_HEADERS_TIMEOUT', 'UND_ERR_BODY_TIMEOUT']);

function outcomeOfError(error: unknown): SendOutcome {
  const code = textOf(error, 'code') || 'network';
  if (NEVER_SENT.has(code)) return { kind: 'not_reached', why: code };
  return { kind: 'unknown', why: TOO_LATE.has(code) ? 'timeout' : code, requestId: undefined };
}

/** More than are ever under way: nothing waits for a free connection, and its time does not run while it does. */
const CONNECTIONS_MAX = 32;
/** LINE's answers are some hundred bytes. */
const ANSWER_BYTES_MAX = 64 * 1024;

/**
 * The two calls that make nearly all of the traffic, with the SDK's types but over kept connections of undici: through
 * the SDK's `fetch` a message costs three times the processor time. All other calls go through the SDK.
 */
export function createLinePort(options: LineClientOptions): LinePort {
  const carry = options.carry ?? overKeptConnections(options);
  const common = { Authorization: `Bearer ${options.channelAccessToken}`, 'Content-Type': 'application/json' };

  async function call(path: string, body: object, retryKey?: string): Promise<SendOutcome> {
    try {
      const headers = retryKey === undefined ? common : { ...common, 'X-Line-Retry-Key': retryKey };
      const answer = await carry({ path, headers, body: JSON.stringify(body) });
      if (answer.statusCode >= 200 && answer.statusCode < 300) return { kind: 'sent', requestId: headerOf(answer.headers, REQUEST_ID) };
      return outcomeOfStatus(answer.statusCode, answer.headers, answer.text);
    } catch (error) {
      return outcomeOfError(error);
    }
  }

  return {
    reply: (replyToken, messages) => call('/v2/bot/message/reply', { replyToken, messages } satisfies messagingApi.ReplyMessageRequest),
    push: (to, messages, retryKey) => call('/v2/bot/message/push', { to, messages } satisfies messagingApi.PushMessageRequest, retryKey),
  };
}

function overKeptConnections(options: LineClientOptions): LineCarrier {
  const { callTimeout = LINE_CALL_TIMEOUT } = options;
  const pool = new Pool(options.apiBaseUrl, {
    connections: CONNECTIONS_MAX,
    connect: { timeout: callTimeout },
    headersTimeout: callTimeout,
    bodyTimeout: callTimeout,
    maxResponseSize: ANSWER_BYTES_MAX,
  });
  return async ({ path, headers, body }) => {
    const answer = await pool.request({ method: 'POST', path, headers, body });
    return { statusCode: answer.statusCode, headers: answer.headers, text: await answer.body.text() };
  };
}
