import type { LineBotClient } from '@line/bot-sdk';
import { callLine, callLineOrMissing, LineCallFailed } from '../call-line.ts';
import type { CurrentMenus, RichMenuPlan } from './plan.ts';
import { rasterise } from './rasterise.ts';
import type { WantedMenu } from './wanted.ts';

/** LINE moves members from menu to menu in the background: looked at so often, so far apart, then left to the next run. */
const MOVE_LOOKS_MAX = 20;
const MOVE_LOOK_EVERY_MS = 1_000;
/** The name under which LINE tells which request it is asked about. */
const REQUEST_ID_HEADER = 'x-line-request-id';

export interface Applying {
  client: LineBotClient;
  print: (sentence: string) => void;
  pause: (ms: number) => Promise<void>;
}

export async function readCurrentMenus(client: LineBotClient): Promise<CurrentMenus> {
  const list = await callLine({ doing: 'read the list of rich menus', call: () => client.getRichMenuList() });
  const aliases = await callLine({ doing: 'read the aliases of rich menus', call: () => client.getRichMenuAliasList() });
  const standard = await callLineOrMissing({ doing: 'read the default rich menu', call: () => client.getDefaultRichMenuId() });
  return {
    menus: list.richmenus.map(({ richMenuId, name }) => ({ richMenuId, name })),
    aliases: aliases.aliases.map(({ richMenuAliasId, richMenuId }) => ({ alias: richMenuAliasId, richMenuId })),
    ...(standard === undefined ? {} : { defaultMenuId: standard.richMenuId }),
  };
}

/** Makes what the plan says, in an order that leaves everybody with a menu wherever it breaks off. */
export async function applyRichMenuPlan(applying: Applying, plan: RichMenuPlan, wanted: readonly WantedMenu[]): Promise<void> {
  const idByName = new Map(plan.reuse.map(({ name, richMenuId }) => [name, richMenuId]));
  for (const name of plan.create) {
    const menu = wanted.find((each) => each.name === name);
    if (menu === undefined) throw new Error(`planned a rich menu that is not wanted: ${name}`);
    idByName.set(name, await createMenu(applying, menu));
    applying.print(`Made the rich menu ${name}.`);
  }
  const idOf = (name: string): string => {
    const id = idByName.get(name);
    if (id === undefined) throw new Error(`no id for the rich menu ${name}`);
    return id;
  };
  for (const { alias, name, isNew } of plan.point) await pointAlias(applying, { alias, richMenuId: idOf(name), isNew });
  if (plan.setDefault !== undefined) {
    const richMenuId = idOf(plan.setDefault);
    await callLine({ doing: 'set the default rich menu', call: () => applying.client.setDefaultRichMenu(richMenuId) });
    applying.print(`Everybody without a role now sees ${plan.setDefault}.`);
  }
  const moves = plan.move.map(({ fromId, toName }) => ({ from: fromId, to: idOf(toName) }));
  const held = new Set(plan.move.map(({ fromId }) => fromId));
  const isHeld = ({ richMenuId }: { richMenuId: string }): boolean => held.has(richMenuId);
  await removeMenus(
    applying,
    plan.remove.filter((menu) => !isHeld(menu)),
  );
  if (moves.length > 0 && (await moveMembers(applying, moves))) await removeMenus(applying, plan.remove.filter(isHeld));
}

async function createMenu({ client }: Applying, menu: WantedMenu): Promise<string> {
  const picture = new Blob([Uint8Array.from(rasterise(menu.svg))], { type: 'image/png' });
  const { richMenuId } = await callLine({ doing: `make the rich menu ${menu.name}`, call: () => client.createRichMenu(menu.request) });
  try {
    await callLine({ doing: `send the picture of ${menu.name}`, call: () => client.setRichMenuImage(richMenuId, picture) });
  } catch (error) {
    // Best effort: a menu without a picture is of no use, and the next run would delete it anyway.
    await callLine({ doing: 'delete a rich menu without a picture', call: () => client.deleteRichMenu(richMenuId) }).catch(() => undefined);
    throw error;
  }
  return richMenuId;
}

async function pointAlias({ client }: Applying, target: { alias: string; richMenuId: string; isNew: boolean }): Promise<void> {
  const { alias, richMenuId, isNew } = target;
  await callLine({
    doing: `point the alias ${alias}`,
    call: () =>
      isNew ? client.createRichMenuAlias({ richMenuAliasId: alias, richMenuId }) : client.updateRichMenuAlias(alias, { richMenuId }),
  });
}

/** False when some members may still hold an old menu: then the old menus stay, and the next run tries again. */
async function moveMembers(applying: Applying, moves: { from: string; to: string }[]): Promise<boolean> {
  const { client, print, pause } = applying;
  const keeping = 'The old rich menus stay for now; run this again in an hour.';
  try {
    const operations = moves.map((move) => ({ type: 'link' as const, ...move }));
    const { httpResponse } = await callLine({
      doing: 'move members to the new rich menus',
      call: () => client.richMenuBatchWithHttpInfo({ operations }),
    });
    const requestId = httpResponse.headers.get(REQUEST_ID_HEADER) ?? '';
    for (let look = 0; look < MOVE_LOOKS_MAX; look += 1) {
      const { phase } = await callLine({
        doing: 'see whether members have their new rich menus',
        call: () => client.getRichMenuBatchProgress(requestId),
      });
      if (phase === 'succeeded') return true;
      if (phase === 'failed') break;
      await pause(MOVE_LOOK_EVERY_MS);
    }
    print(`LINE has not finished moving members to the new rich menus. ${keeping}`);
  } catch (error) {
    if (!(error instanceof LineCallFailed)) throw error;
    print(`${error.message} ${keeping}`);
  }
  return false;
}

async function removeMenus({ client, print }: Applying, old: RichMenuPlan['remove']): Promise<void> {
  for (const { richMenuId, name } of old) {
    await callLineOrMissing({ doing: `delete the old rich menu ${name}`, call: () => client.deleteRichMenu(richMenuId) });
    print(`Deleted the old rich menu ${name}.`);
  }
}
