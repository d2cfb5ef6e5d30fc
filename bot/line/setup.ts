import { setTimeout as sleep } from 'node:timers/promises';
import { LineBotClient } from '@line/bot-sdk';
import type { Language } from '../domain/words.ts';
import { callLine, callLineOrMissing, LINE_CALL_MS_MAX, LineCallFailed } from './call-line.ts';
import { applyRichMenuPlan, readCurrentMenus } from './rich-menu/apply.ts';
import type { MenuRole } from './rich-menu/names.ts';
import { planRichMenus } from './rich-menu/plan.ts';
import type { MenuBudget, RichMenuPlan } from './rich-menu/plan.ts';
import { wantedMenus } from './rich-menu/wanted.ts';

export interface LineSetUpOptions {
  channelAccessToken: string;
  publicUrl: string;
  loginChannelId: string;
  liffId: string;
  apiBaseUrl: string;
  dataApiBaseUrl: string;
  loginBaseUrl: string;
  /** Without it nothing is changed. */
  apply: boolean;
  /** Default: all. */
  roles?: readonly MenuRole[];
  languages?: readonly Language[];
  menuBudget?: MenuBudget;
  pause?: (ms: number) => Promise<void>;
}

export type Print = (sentence: string) => void;

interface SetUp {
  options: LineSetUpOptions;
  client: LineBotClient;
  print: Print;
  /** What only a person can click, and what this command could not see; both are told at the end. */
  toClick: string[];
  unchecked: string[];
}

/**
 * Brings a LINE channel to what the service needs, and says in plain words what it did and what is left.
 * Whatever can be wrong is looked at before anything is changed. Answers with the exit code.
 */
export async function setUpLine(options: LineSetUpOptions, print: Print): Promise<0 | 1> {
  const { channelAccessToken, apiBaseUrl, dataApiBaseUrl } = options;
  const client = LineBotClient.fromChannelAccessToken({ channelAccessToken, apiBaseURL: apiBaseUrl, dataApiBaseURL: dataApiBaseUrl });
  const setUp: SetUp = { options, client, print, toClick: [], unchecked: [] };
  print(options.apply ? 'Setting up LINE.' : 'Looking only, nothing is changed. To do it: npm run line:setup -- --apply');
  try {
    checkLiffId(options);
    await checkToken(setUp);
    await checkLoginKeys(setUp);
    await bringWebhook(setUp);
    await bringMenus(setUp);
    await readQuota(setUp);
  } catch (error) {
    if (!(error instanceof LineCallFailed)) throw error;
    print(error.message);
    return 1;
  }
  sayWhatIsLeft(setUp);
  return 0;
}

/** A LIFF id is its LINE Login channel's id, a hyphen and a few letters. */
function checkLiffId({ liffId, loginChannelId }: LineSetUpOptions): void {
  const match = /^(?<channel>\d{6,20})-[A-Za-z0-9]+$/u.exec(liffId);
  if (match === null)
    throw new LineCallFailed(
      'LIFF_ID does not look like a LIFF id (1234567890-AbcdEfgh): copy it from the LIFF tab of the LINE Login channel.',
    );
  if (match.groups?.['channel'] !== loginChannelId) {
    throw new LineCallFailed(
      'LIFF_ID belongs to another channel than LINE_LOGIN_CHANNEL_ID: the digits before its hyphen must be that channel id.',
    );
  }
}

async function checkToken({ client, print, toClick }: SetUp): Promise<void> {
  const info = await callLine({ doing: 'ask LINE whose token this is', call: () => client.getBotInfo() });
  print(`The token is that of the official account "${info.displayName}" (${info.basicId}).`);
  if (info.chatMode === 'chat') {
    toClick.push(
      'LINE Official Account Manager > Settings > Response settings: switch Chat off, or people at that screen will answer beside the service.',
    );
  }
}

/** Without these keys nobody can open the mini-app. No SDK here, so the request can really be given up. */
async function checkLoginKeys({ options, print }: SetUp): Promise<void> {
  const doing = 'read the keys that LINE Login signs with';
  const url = new URL('/oauth2/v2.1/certs', options.loginBaseUrl);
  let answer: Response;
  try {
    answer = await fetch(url, { signal: AbortSignal.timeout(LINE_CALL_MS_MAX) });
  } catch {
    throw new LineCallFailed(`Could not ${doing}: no answer from ${url.href}.`);
  }
  const text = await answer.text();
  if (!answer.ok || !text.includes('"keys"'))
    throw new LineCallFailed(`Could not ${doing}: ${url.href} answered ${answer.status} without keys.`);
  print('The keys of LINE Login can be read.');
}

async function bringWebhook(setUp: SetUp): Promise<void> {
  const { options, client, print, toClick } = setUp;
  const wanted = new URL('/webhook', options.publicUrl).href;
  const read = () => callLineOrMissing({ doing: 'read the webhook address', call: () => client.getWebhookEndpoint() });
  let current = await read();
  if (current?.endpoint === wanted) print(`The webhook address is ${wanted} already.`);
  else if (!options.apply) {
    print(`Would set the webhook address to ${wanted} (now: ${current?.endpoint ?? 'none'}).`);
    setUp.unchecked.push('The webhook, as its address is not set yet.');
    return;
  } else {
    await callLine({
      doing: `set the webhook address to ${wanted} (LINE wants https and at most 500 characters)`,
      call: () => client.setWebhookEndpoint({ endpoint: wanted }),
    });
    print(`Set the webhook address to ${wanted} (before: ${current?.endpoint ?? 'none'}).`);
    current = await read();
  }
  if (current?.active !== true) toClick.push('LINE Developers > Messaging API channel > Messaging API tab: switch "Use webhook" on.');
  await testWebhook(setUp, wanted);
}

/** A service that is not running yet is no failure of the set-up. */
async function testWebhook({ client, print, unchecked }: SetUp, endpoint: string): Promise<void> {
  const test = await callLine({ doing: 'have LINE test the webhook', call: () => client.testWebhookEndpoint({ endpoint }) });
  if (test.success === true) {
    print('LINE reached the webhook and got the right answer.');
    return;
  }
  const why = test.reason === 'ERROR_STATUS_CODE' ? `it answered ${test.statusCode}, see LINE_CHANNEL_SECRET` : test.reason;
  unchecked.push(`The webhook: LINE did not get a good answer (${why}). Start the service (npm start) and run this again.`);
}

async function bringMenus(setUp: SetUp): Promise<void> {
  const { options, client, print } = setUp;
  const { liffId, roles, languages, menuBudget, apply, pause = sleep } = options;
  const wanted = wantedMenus({ liffId, ...(roles === undefined ? {} : { roles }), ...(languages === undefined ? {} : { languages }) });
  const plan = planRichMenus(await readCurrentMenus(client), wanted, menuBudget);
  sayPlan(setUp, plan);
  if (apply) await applyRichMenuPlan({ client, print, pause: (ms) => pause(ms) }, plan, wanted);
}

function sayPlan({ options, print }: SetUp, plan: RichMenuPlan): void {
  const would = options.apply ? '' : ' (not done now)';
  if (plan.create.length + plan.remove.length + plan.point.length === 0 && plan.setDefault === undefined) {
    print(`Rich menus: all ${plan.reuse.length} are there and up to date.`);
  } else {
    print(
      `Rich menus: ${plan.reuse.length} stay, ${plan.create.length} to make, ${plan.point.length} aliases to point, ${plan.remove.length} old ones to delete${would}.`,
    );
  }
  const { create, remove } = plan.later;
  if (create.length + remove.length > 0) {
    print(
      `LINE allows 100 new and 100 deleted rich menus an hour: ${create.length} to make and ${remove.length} to delete are left, run this again in an hour.`,
    );
  }
}

async function readQuota({ client, print }: SetUp): Promise<void> {
  const quota = await callLine({ doing: 'read the message quota', call: () => client.getMessageQuota() });
  const { totalUsage } = await callLine({ doing: 'read how many messages were sent', call: () => client.getMessageQuotaConsumption() });
  const limit = quota.type === 'limited' && quota.value !== undefined ? `of ${quota.value} in its plan` : 'with no limit in its plan';
  print(`This month the account has sent ${totalUsage} messages ${limit}. Answers to what people write are free.`);
}

function sayWhatIsLeft({ options, print, toClick, unchecked }: SetUp): void {
  const endpoint = new URL('/liff', options.publicUrl).href;
  print('Still to be clicked by a person (docs/line-setup.md shows where), unless done before:');
  const clicks = [
    ...toClick,
    'LINE Developers > Messaging API channel > Messaging API tab: switch "Webhook redelivery" and "Error statistics aggregation" on.',
    'LINE Official Account Manager > Settings > Response settings: switch greeting messages and auto-response messages off.',
    `LINE Developers > LINE Login channel > LIFF tab: size Full, endpoint ${endpoint}, scopes openid, profile, chat_message.write, "Scan QR" on.`,
    'LINE Developers > LINE Login channel > Basic settings: choose the official account under "Linked LINE Official Account", then publish the channel.',
  ];
  for (const click of clicks) print(`- ${click}`);
  print('Could not be checked from here:');
  const notSeen = [
    ...unchecked,
    'Whether both channels stand under the same provider: if not, people who open the mini-app are strangers to the chat.',
    'The settings of the LIFF app and the switches above: LINE shows them only in its console.',
  ];
  for (const each of notSeen) print(`- ${each}`);
}
