import { join } from 'node:path';
import { loadConfig } from '../../bot/config.ts';
import type { Deps, Log } from '../../bot/deps.ts';
import type { Command } from '../../bot/domain/command.ts';
import { addDays, bangkokDay } from '../../bot/domain/days.ts';
import { isRefusal } from '../../bot/domain/refusal.ts';
import { COUPONS_PER_GRANT_MAX } from '../../bot/limits.ts';
import { createService } from '../../bot/service.ts';
import { handle, inTransaction } from '../../bot/usecases/handle.ts';
import { memberByLineId } from '../../db/members.ts';
import { startLinePlatform } from '../../simulator/platform.ts';
import type { LinePlatform } from '../../simulator/platform.ts';
import { lineIdOf } from '../outbox/rig.ts';
import { environmentFor } from '../service/settings.ts';
import { PATIENT } from '../support/patience.ts';

const range = (from: number, count: number): string[] => Array.from({ length: count }, (_, index) => lineIdOf(from + index));

/** By their LINE ids. Eaters have their orders brought to them, the undecided take theirs back; there is always a rider who is free. */
export const folk = {
  treasurer: lineIdOf(1002),
  eaters: range(1, 5),
  undecided: range(11, 6),
  chatDonors: range(21, 6),
  pageDonors: range(31, 3),
  shop: lineIdOf(41),
  riders: range(51, 6),
} as const;

const EVERYBODY = [lineIdOf(1001), ...Object.values(folk).flat()];
const FACE_VALUE_SATANG = 50_00;
const FIRST_MONEY_SATANG = 500_000_00;

export interface Town {
  folder: string;
  databasePath: string;
  environment: Record<string, string>;
  platform: LinePlatform;
  /** The id of its one campaign. */
  campaign: string;
}

const silent = (): void => undefined;
const SILENCE: Log = { debug: silent, info: silent, warn: silent, error: silent };

async function memberIds(deps: Deps): Promise<Map<string, string>> {
  const ids = new Map<string, string>();
  for (const lineUserId of EVERYBODY) {
    const found = await inTransaction(deps, async (txDeps) => ({ id: (await memberByLineId(txDeps, lineUserId)).id }));
    if (!isRefusal(found)) ids.set(lineUserId, found.id);
  }
  return ids;
}

type Does = (who: string, command: (by: string) => Command) => Promise<void>;

async function openForBusiness(deps: Deps, does: Does): Promise<string> {
  const today = bangkokDay(deps.clock.now());
  const campaign = {
    name: 'A town that crashes',
    faceValueSatang: FACE_VALUE_SATANG,
    couponsPerGrant: COUPONS_PER_GRANT_MAX,
    deliveryFeeSatang: 20_00,
    startsOn: today,
    endsOn: addDays(today, 300),
  };
  await does(lineIdOf(1001), (by) => ({ kind: 'make_campaign', by, campaign }));
  const { id } = await deps.db.selectFrom('campaign').select('id').executeTakeFirstOrThrow();
  const first = { campaign: id, amountSatang: FIRST_MONEY_SATANG, bankReference: 'FIRST MONEY' };
  await does(folk.treasurer, (by) => ({ kind: 'record_money', by, ...first }));
  return id;
}

async function settle(deps: Deps, does: Does): Promise<void> {
  const community = await deps.db
    .selectFrom('community')
    .select(['id', 'latitude', 'longitude'])
    .where('municipality', '=', 'hatyai')
    .orderBy('id')
    .executeTakeFirstOrThrow();
  const pin = { latitude: community.latitude, longitude: community.longitude };
  const household = {
    firstName: 'A',
    need: 'not_said' as const,
    community: community.id,
    people: 4,
    diets: [],
    homePin: pin,
    isProxy: false,
  };
  for (const resident of [...folk.eaters, ...folk.undecided]) {
    for (const purpose of ['contact', 'health'] as const)
      await does(resident, (by) => ({ kind: 'give_consent', by, purpose, ...deps.consentNotice(purpose, 'th'), channel: 'chat' }));
    await does(resident, (by) => ({ kind: 'register_household', by, household }));
  }
  const shop = { name: 'B', shopKind: 'shop' as const, pin, capacity: 2000, opensMinute: 0, closesMinute: 1440, priceSatang: 45_00 };
  await does(folk.shop, (by) => ({ kind: 'apply_shop', by, shop: { ...shop, halal: 'none' } }));
  const rider = { name: 'C', vehicle: 'car' as const, boxes: 20, area: 'hatyai' as const, paid: true };
  for (const each of folk.riders) await does(each, (by) => ({ kind: 'apply_rider', by, rider }));
}

async function takeIn(deps: Deps, does: Does): Promise<void> {
  const coordinator = lineIdOf(1001);
  for (const { id } of await deps.db.selectFrom('screening').select('id').execute())
    await does(coordinator, (by) => ({ kind: 'approve_screening', by, screening: id }));
  for (const { id } of await deps.db.selectFrom('shop').select('id').execute())
    await does(coordinator, (by) => ({ kind: 'decide_shop', by, shop: id, approved: true }));
  for (const { id } of await deps.db.selectFrom('rider').select('id').execute())
    await does(coordinator, (by) => ({ kind: 'decide_rider', by, rider: id, approved: true }));
  for (const each of folk.riders) await does(each, (by) => ({ kind: 'set_duty', by, on: true }));
}

/** A town on a real file, everybody in it made by the commands of real people, before the first start of the server. */
async function build(environment: Record<string, string>): Promise<string> {
  const service = await createService(loadConfig(environment), { log: SILENCE });
  const { deps } = service;
  try {
    const ids = await memberIds(deps);
    const does: Does = async (who, command) => {
      const made = command(ids.get(who) ?? '');
      const outcome = await handle(deps, made);
      if (isRefusal(outcome)) throw new Error(`${made.kind} was refused: ${outcome.refused}`);
    };
    const campaign = await openForBusiness(deps, does);
    await settle(deps, does);
    await takeIn(deps, does);
    return campaign;
  } finally {
    await service.stop();
  }
}

export async function startTown(folder: string): Promise<Town> {
  const databasePath = join(folder, 'pan-im.sqlite');
  const {
    LINE_CHANNEL_SECRET: channelSecret = '',
    LINE_CHANNEL_ACCESS_TOKEN: channelAccessToken = '',
    ...rest
  } = environmentFor({ databasePath: '', lineUrl: '' });
  const platform = await startLinePlatform({
    channelSecret,
    channelAccessToken,
    loginChannelId: rest['LINE_LOGIN_CHANNEL_ID'] ?? '',
    liffId: rest['LIFF_ID'] ?? '',
    members: EVERYBODY.map((userId) => ({ userId, displayName: 'somebody' })),
    quota: 1_000_000,
    webhookDeadlineMs: PATIENT,
    allowLoopbackHttp: true,
  });
  const environment = environmentFor({ databasePath, lineUrl: platform.url });
  return { folder, databasePath, environment, platform, campaign: await build(environment) };
}
