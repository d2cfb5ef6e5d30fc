import { HTTPFetchError, LineBotClient } from '@line/bot-sdk';
import { LINE_CALL_TIMEOUT } from '../limits.ts';
import type { LinePort, SendOutcome } from './port.ts';

export interface LineClientOptions {
  channelAccessToken: string;
  apiBaseUrl: string;
  dataApiBaseUrl: string;
  /** A call that takes longer has an unknown outcome; LINE_CALL_TIMEOUT unless a test is in a hurry. */
  callTimeout?: number;
}

export function createLineClient(options: LineClientOptions): LineBotClient {
  return LineBotClient.fromChannelAccessToken({
    channelAccessToken: options.channelAccessToken,
    apiBaseURL: options.apiBaseUrl,
    dataApiBaseURL: options.dataApiBaseUrl,
  });
}

class CallTimedOut extends Error {
  override name = 'CallTimedOut';
}

/** The SDK has no timeout of its own: without this a hung connection would hold a member's messages for minutes. */
async function withTimeout<T>(call: Promise<T>, timeout: number): Promise<T> {
  const { promise, reject } = Promise.withResolvers<never>();
  const timer = setTimeout(() => reject(new CallTimedOut(`no answer in ${timeout} ms`)), timeout);
  try {
    return await Promise.race([call, promise]);
  } finally {
    clearTimeout(timer);
  }
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

function outcomeOfStatus(error: HTTPFetchError): SendOutcome {
  const requestId = error.headers.get(REQUEST_ID) ?? undefined;
  const body = parseErrorBody(error.body);
  if (error.status === 409) return { kind: 'sent', requestId: error.headers.get(ACCEPTED_REQUEST_ID) ?? requestId };
  if (error.status === 429) return { kind: 'too_many', monthly: body.message.includes('monthly limit'), requestId };
  if (error.status === 401) return { kind: 'not_authorised', requestId };
  if (error.status >= 500) return { kind: 'unknown', why: `status ${error.status}`, requestId };
  if (error.status === 400 && body.message.startsWith('Invalid reply token')) return { kind: 'token_dead', requestId };
  const words = [body.message, ...body.details.map((detail) => `${detail.property}: ${detail.message}`)];
  return { kind: 'refused', status: error.status, why: words.join('; ').slice(0, WHY_MAX), messages: messagesMeant(body), requestId };
}

/** Failures from before a connection stood. */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'UND_ERR_CONNECT_TIMEOUT']);

function outcomeOfError(error: unknown): SendOutcome {
  if (error instanceof HTTPFetchError) return outcomeOfStatus(error);
  if (error instanceof CallTimedOut) return { kind: 'unknown', why: 'timeout', requestId: undefined };
  const cause: unknown = error instanceof Error ? error.cause : undefined;
  const code = textOf(cause, 'code') || 'network';
  return NEVER_SENT.has(code) ? { kind: 'not_reached', why: code } : { kind: 'unknown', why: code, requestId: undefined };
}

export function createLinePort(client: LineBotClient, callTimeout: number = LINE_CALL_TIMEOUT): LinePort {
  async function outcomeOf(call: Promise<{ httpResponse: Response }>): Promise<SendOutcome> {
    try {
      const { httpResponse } = await withTimeout(call, callTimeout);
      return { kind: 'sent', requestId: httpResponse.headers.get(REQUEST_ID) ?? undefined };
    } catch (error) {
      return outcomeOfError(error);
    }
  }
  return {
    reply: (replyToken, messages) => outcomeOf(client.replyMessageWithHttpInfo({ replyToken, messages })),
    push: (to, messages, retryKey) => outcomeOf(client.pushMessageWithHttpInfo({ to, messages }, retryKey)),
  };
}
