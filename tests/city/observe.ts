import { createChecks } from '../../simulator/city/checks/create-checks.ts';
import type { Checks } from '../../simulator/city/checks/create-checks.ts';
import { emptyRecord } from '../../simulator/city/record.ts';
import type { ApiCallRecord, CityRecord, LineMessage, Problem, SendRecord, WebhookRecord } from '../../simulator/city/record.ts';
import type { Phone, TestCity } from '../support/test-city.ts';

/** The key that `startCity` gives the service. */
export const TEST_PII_KEY = 'ab'.repeat(32);

/** Writes down what the simulated platform has seen, as the simulated city does of its own. */
export interface Observed {
  record: CityRecord;
  /** Takes in what is new. */
  look(): void;
  /** A signed-in page whose answers are written down. */
  signIn(userId: string): Promise<Phone>;
}

function webhookOf(city: TestCity, eventId: string, at: number): WebhookRecord {
  const event = city.platform.event(eventId);
  const source = event?.source as { groupId?: string; userId?: string } | undefined;
  const message = event?.type === 'message' && event.message.type === 'text' ? { words: event.message.text } : {};
  const chatId = source?.groupId ?? source?.userId ?? '';
  return { eventId, chatId, at, kind: event?.type ?? '', ...message, deliveries: 0, answered200At: undefined };
}

function messagesOf(city: TestCity, to: string, requestId: string): LineMessage[] {
  return city.platform.chat(to).flatMap((entry) => (entry.from === 'bot' && entry.requestId === requestId ? [entry.message] : []));
}

function observe(city: TestCity): Observed {
  const record = emptyRecord();
  const webhooks = new Map<string, WebhookRecord>();
  let deliveriesSeen = 0;
  let requestsSeen = 0;

  function takeWebhooks(): void {
    const deliveries = city.platform.deliveries();
    for (const { at, eventIds, status } of deliveries.slice(deliveriesSeen)) {
      for (const eventId of eventIds) {
        const webhook = webhooks.get(eventId) ?? webhookOf(city, eventId, at);
        if (!webhooks.has(eventId)) record.webhooks.push(webhook);
        webhooks.set(eventId, webhook);
        webhook.deliveries += 1;
        if (status === 200) webhook.answered200At ??= at;
      }
    }
    deliveriesSeen = deliveries.length;
  }

  function takeSends(): void {
    const requests = city.platform.requests();
    for (const { at, path, status, requestId, retryKey, to, fault } of requests.slice(requestsSeen)) {
      const via = path.endsWith('/message/push') ? 'push' : 'reply';
      if (via === 'reply' && !path.endsWith('/message/reply')) continue;
      const chatId = to?.[0] ?? '';
      const messages = messagesOf(city, chatId, requestId);
      const accepted = status === 200 || (fault === 'acceptThenTimeout' && messages.length > 0);
      const send: SendRecord = { at, via, to: chatId, requestId, status, accepted, answerLost: status === 0, messages };
      record.sends.push(retryKey === undefined ? send : { ...send, retryKey });
    }
    requestsSeen = requests.length;
  }

  return {
    record,
    look() {
      takeWebhooks();
      takeSends();
    },
    async signIn(userId) {
      const phone = await city.signIn(userId);
      const note = (call: Omit<ApiCallRecord, 'at' | 'lineUserId'>): void =>
        void record.apiCalls.push({ at: city.clock.now(), lineUserId: userId, ...call });
      return {
        ...phone,
        async get(path) {
          const answer = await phone.get(path);
          note({ method: 'GET', path, ...answer });
          return answer;
        },
        async post(path, body = {}, key) {
          const answer = await phone.post(path, body, key);
          note({ method: 'POST', path, sent: body, ...answer });
          return answer;
        },
      };
    },
  };
}

const WATCHED = ['says', 'taps', 'sharesPlace', 'sendsPhoto', 'picksDate', 'follows', 'passes', 'settle', 'restart'] as const;

export interface Watched {
  city: TestCity;
  observed: Observed;
  checks: Checks;
  /** What the checks found after each step, in order. */
  problems: Problem[];
}

/** The same city; after each thing that somebody does the checks look. */
export function watch(city: TestCity): Watched {
  const observed = observe(city);
  const { record } = observed;
  const checks = createChecks({ databasePath: city.databasePath, piiKey: TEST_PII_KEY, record, now: city.clock.now });
  const problems: Problem[] = [];
  const look = (): void => {
    observed.look();
    problems.push(...checks.afterStep());
  };
  const watched = Object.create(city, Object.getOwnPropertyDescriptors(city)) as TestCity;
  for (const name of WATCHED) {
    const act = city[name] as (...given: unknown[]) => Promise<void>;
    Object.defineProperty(watched, name, {
      value: async (...given: unknown[]) => {
        await act(...given);
        look();
      },
    });
  }
  return { city: watched, observed, checks, problems };
}
