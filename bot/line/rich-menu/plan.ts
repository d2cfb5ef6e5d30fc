import { DEFAULT_MENU, identityOfName, menuAliasFor } from './names.ts';

/** What stands at LINE now. */
export interface CurrentMenus {
  menus: readonly { richMenuId: string; name: string }[];
  aliases: readonly { alias: string; richMenuId: string }[];
  defaultMenuId?: string;
}

/** LINE allows so many of each in an hour, for the whole account. */
export interface MenuBudget {
  creates: number;
  deletes: number;
}

/** https://developers.line.biz/en/reference/messaging-api/#rate-limits */
const MENU_BUDGET: MenuBudget = { creates: 100, deletes: 100 };

/** What a plan needs to know of a wanted menu; its hash is in its name. */
export interface NamedMenu {
  name: string;
  alias: string;
}

/** Menus are meant by name, because those to be made have no id yet. */
export interface RichMenuPlan {
  reuse: { name: string; richMenuId: string }[];
  create: string[];
  /** `isNew` aliases are made, the others pointed anew. */
  point: { alias: string; name: string; isNew: boolean }[];
  setDefault?: string;
  /** Members who hold a superseded menu get the one that took its place, before it is deleted. */
  move: { fromId: string; toName: string }[];
  remove: { richMenuId: string; name: string }[];
  /** What the budget leaves for another hour, by name. */
  later: { create: string[]; remove: string[] };
}

export function planRichMenus(current: CurrentMenus, wanted: readonly NamedMenu[], budget: MenuBudget = MENU_BUDGET): RichMenuPlan {
  const plan: RichMenuPlan = { reuse: [], create: [], point: [], move: [], remove: [], later: { create: [], remove: [] } };
  for (const menu of wanted) planOne({ plan, current, budget }, menu);
  const { role, language } = DEFAULT_MENU;
  const isDefault = wanted.find(({ alias }) => alias === menuAliasFor(role, language));
  if (isDefault !== undefined && !plan.later.create.includes(isDefault.name)) {
    const reused = plan.reuse.find(({ name }) => name === isDefault.name);
    if (reused === undefined || reused.richMenuId !== current.defaultMenuId) plan.setDefault = isDefault.name;
  }
  return plan;
}

interface Planning {
  plan: RichMenuPlan;
  current: CurrentMenus;
  budget: MenuBudget;
}

function planOne({ plan, current, budget }: Planning, { name, alias }: NamedMenu): void {
  const pointed = current.aliases.find((each) => each.alias === alias);
  const keep = finishedMenu(current, name, pointed?.richMenuId);
  if (keep !== undefined) plan.reuse.push({ name, richMenuId: keep });
  else if (plan.create.length < budget.creates) plan.create.push(name);
  else {
    // The old menu must stay until the new one is there.
    plan.later.create.push(name);
    return;
  }
  if (pointed === undefined || pointed.richMenuId !== keep) plan.point.push({ alias, name, isNew: pointed === undefined });
  for (const old of supersededBy(current, alias, keep)) {
    if (plan.remove.length < budget.deletes) {
      // One of the same name is the leftover of a run that broke off: nobody can hold it.
      if (old.name !== name) plan.move.push({ fromId: old.richMenuId, toName: name });
      plan.remove.push({ richMenuId: old.richMenuId, name: old.name });
    } else plan.later.remove.push(old.name);
  }
}

/**
 * The right name alone is not enough: a run that broke off may have left a menu without its picture. LINE lets
 * only menus with a picture be the default or have an alias, so one of these must vouch for it.
 */
function finishedMenu(current: CurrentMenus, name: string, pointedId: string | undefined): string | undefined {
  const sameName = current.menus.filter((menu) => menu.name === name);
  const vouched =
    sameName.find(({ richMenuId }) => richMenuId === pointedId) ?? sameName.find(({ richMenuId }) => richMenuId === current.defaultMenuId);
  return vouched?.richMenuId;
}

/** Our own menus of the same role and language; never those of others. */
function supersededBy(current: CurrentMenus, alias: string, keep: string | undefined): CurrentMenus['menus'] {
  return current.menus.filter(({ richMenuId, name }) => {
    const identity = identityOfName(name);
    return identity !== undefined && richMenuId !== keep && menuAliasFor(identity.role, identity.language) === alias;
  });
}
