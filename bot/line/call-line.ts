import { HTTPFetchError } from '@line/bot-sdk';

/** LINE answers within a second or two; a set-up may wait a little longer, but never for ever: the SDK has no limit of its own. */
export const LINE_CALL_MS_MAX = 10_000;

/** A call that LINE refused, did not answer, or that never reached it; the message is one sentence for a coordinator. */
export class LineCallFailed extends Error {
  override readonly name = 'LineCallFailed';
  readonly status: number | undefined;

  constructor(sentence: string, status?: number) {
    super(sentence);
    this.status = status;
  }
}

/** What we were doing, as the object of "could not …": `read the list of rich menus`. */
export interface LineCall<T> {
  doing: string;
  call: () => Promise<T>;
  timeoutMs?: number;
}

/** Runs one call of the SDK. A call that is given up goes on in the background; its late failure is swallowed. */
export async function callLine<T>({ doing, call, timeoutMs = LINE_CALL_MS_MAX }: LineCall<T>): Promise<T> {
  let timer: NodeJS.Timeout | undefined;
  const tooLate = new Promise<never>((_, reject) => {
    timer = setTimeout(() => {
      reject(new LineCallFailed(`Could not ${doing}: no answer within ${Math.ceil(timeoutMs / 1000)} seconds.`));
    }, timeoutMs);
  });
  try {
    return await Promise.race([call(), tooLate]);
  } catch (error) {
    throw asLineCallFailed(doing, error);
  } finally {
    clearTimeout(timer);
  }
}

/** The same, for things that may not be there: LINE's 404 becomes undefined. */
export async function callLineOrMissing<T>(line: LineCall<T>): Promise<T | undefined> {
  try {
    return await callLine(line);
  } catch (error) {
    if (error instanceof LineCallFailed && error.status === 404) return undefined;
    throw error;
  }
}

function asLineCallFailed(doing: string, error: unknown): unknown {
  if (error instanceof LineCallFailed) return error;
  if (error instanceof HTTPFetchError) {
    return new LineCallFailed(
      `Could not ${doing}: ${meaningOf(error.status)} (LINE answered ${error.status}${saidIn(error.body)}).`,
      error.status,
    );
  }
  // fetch reports every failure of the network as a TypeError with a cause.
  if (error instanceof TypeError && error.cause !== undefined) {
    return new LineCallFailed(`Could not ${doing}: no connection to LINE, check the network and the base URLs.`);
  }
  return error;
}

function meaningOf(status: number): string {
  if (status === 401 || status === 403) return 'the channel access token is wrong, expired or of another channel';
  if (status === 429) return "LINE's limit for this hour or second is used up, try again later";
  if (status >= 500) return 'LINE has a problem of its own, try again in a few minutes';
  return 'LINE refused the request';
}

/** LINE's errors are `{"message": …}`; anything else (a proxy's page, say) is not worth showing. */
function saidIn(body: string): string {
  try {
    const parsed: unknown = JSON.parse(body);
    if (typeof parsed !== 'object' || parsed === null || !('message' in parsed)) return '';
    return typeof parsed.message === 'string' ? `: ${parsed.message.slice(0, 200)}` : '';
  } catch {
    return '';
  }
}
