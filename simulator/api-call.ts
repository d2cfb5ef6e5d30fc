/** One call of LINE's API and its answer, apart from HTTP: the routes are plain functions from one to the other. */
import type { Problem } from './rules/validate.ts';

export interface ApiCall {
  method: string;
  path: string;
  requestId: string;
  params: Readonly<Record<string, string>>;
  query: URLSearchParams;
  contentType: string;
  authorization: string | undefined;
  retryKey: string | undefined;
  bytes: Buffer;
  /** The parsed body; `undefined` when it is not JSON. */
  body: unknown;
}

export interface ApiAnswer {
  status: number;
  body?: object | Buffer;
  headers?: Record<string, string>;
  /** For the request log. */
  log?: { to?: string[]; messageCount?: number; problems?: Problem[] };
}

export interface ApiRoute {
  method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  path: string;
  handle: (call: ApiCall) => ApiAnswer | Promise<ApiAnswer>;
  /** `public`: no channel access token is asked for (LINE Login). */
  access?: 'public';
  /** Takes `X-Line-Retry-Key`; on all other routes LINE refuses the header. */
  retryable?: true;
}

export const OK: ApiAnswer = { status: 200, body: {} };
export const NOT_FOUND: ApiAnswer = { status: 404, body: { message: 'Not found' } };

export function refusal(status: number, message: string): ApiAnswer {
  return { status, body: { message } };
}

const NESTED = /^messages\[(\d+)\]\.(contents|template)(.*)$/;
const RECEIVER = /^to(\[\d+\])?$/;

/** `.body.contents[0].text` → `/body/contents/0/text` */
function slashed(path: string): string {
  return path.replaceAll(/\[(\d+)\]|\.([^.[]+)/g, (_, index: string | undefined, name: string | undefined) => `/${index ?? name ?? ''}`);
}

/**
 * LINE has three shapes of a refused body: one for receivers, one for what is inside Flex and templates, one for the rest.
 * https://developers.line.biz/en/reference/messaging-api/#error-responses
 */
export function invalidBody(problems: Problem[]): ApiAnswer {
  const log = { problems };
  const receiver = problems.find((problem) => RECEIVER.test(problem.property) && problem.message === 'invalid receiver');
  if (receiver !== undefined) {
    const message = `The property, ${receiver.property}, in the request body is invalid (line: -, column: -)`;
    return { status: 400, body: { message }, log };
  }
  const plain = problems.filter((problem) => !NESTED.test(problem.property));
  if (plain.length > 0) {
    return { status: 400, body: { message: `The request body has ${plain.length} error(s)`, details: plain }, log };
  }
  const first = NESTED.exec(problems[0]?.property ?? '')?.[1] ?? '0';
  const details = problems
    .map((problem) => ({ message: problem.message, parts: NESTED.exec(problem.property) }))
    .filter(({ parts }) => parts?.[1] === first)
    .map(({ message, parts }) => {
      const inside = slashed(parts?.[3] ?? '');
      return { message, property: parts?.[2] === 'template' ? `template${inside}` : inside };
    });
  return { status: 400, body: { message: `A message (messages[${first}]) in the request body is invalid`, details }, log };
}
