import type { LineBotClient } from '@line/bot-sdk';
import { callLineOrMissing } from '../call-line.ts';
import { menuAliasFor } from './names.ts';
import type { MenuRole } from './names.ts';

/** Whose menu, and which. */
export interface MenuOfMember {
  lineUserId: string;
  role: MenuRole;
  language: string;
}

/** Ids by alias, for each client: twenty at most. Never out of date for long, see `linkMenu`. */
const idsByClient = new WeakMap<LineBotClient, Map<string, string>>();

function knownIds(client: LineBotClient): Map<string, string> {
  const known = idsByClient.get(client) ?? new Map<string, string>();
  idsByClient.set(client, known);
  return known;
}

/** The menu that an alias stands for; undefined when the set-up has not been run yet, which is asked anew each time. */
export async function richMenuIdOf(client: LineBotClient, alias: string): Promise<string | undefined> {
  const known = knownIds(client);
  const id = known.get(alias);
  if (id !== undefined) return id;
  const found = await callLineOrMissing({ doing: `look up the alias ${alias}`, call: () => client.getRichMenuAlias(alias) });
  if (found !== undefined) known.set(alias, found.richMenuId);
  return found?.richMenuId;
}

/**
 * Gives a member the menu of a role. Without menus the service works as well, by words and buttons, so a
 * missing one is no error. LINE's other refusals throw a `LineCallFailed`.
 */
export async function linkMenu(client: LineBotClient, { lineUserId, role, language }: MenuOfMember): Promise<'linked' | 'no_menu'> {
  const alias = menuAliasFor(role, language);
  const knew = knownIds(client).has(alias);
  if (await linkByAlias(client, lineUserId, alias)) return 'linked';
  // A deploy has pointed the alias at a new menu and deleted the one that we remembered: look once more.
  return knew && (await linkByAlias(client, lineUserId, alias)) ? 'linked' : 'no_menu';
}

async function linkByAlias(client: LineBotClient, lineUserId: string, alias: string): Promise<boolean> {
  const richMenuId = await richMenuIdOf(client, alias);
  if (richMenuId === undefined) return false;
  const linked = await callLineOrMissing({
    doing: 'give a member their rich menu',
    call: async () => {
      await client.linkRichMenuIdToUser(lineUserId, richMenuId);
      return true;
    },
  });
  if (linked === undefined) knownIds(client).delete(alias);
  return linked === true;
}
