import { expect, test } from 'vitest';
import { identityOfName, menuAliasFor, menuNameFor } from '../../bot/line/rich-menu/names.ts';
import { planRichMenus } from '../../bot/line/rich-menu/plan.ts';
import type { CurrentMenus } from '../../bot/line/rich-menu/plan.ts';

const nothing: CurrentMenus = { menus: [], aliases: [] };
const nameOf = (role: 'resident' | 'shop', hash: string): string => menuNameFor({ role, language: 'th', hash: hash.repeat(16) });
const resident = { name: nameOf('resident', 'a'), alias: menuAliasFor('resident', 'th') };
const shop = { name: nameOf('shop', 'b'), alias: menuAliasFor('shop', 'th') };
const allThere: CurrentMenus = {
  menus: [
    { richMenuId: 'r1', name: resident.name },
    { richMenuId: 's1', name: shop.name },
  ],
  aliases: [
    { alias: resident.alias, richMenuId: 'r1' },
    { alias: shop.alias, richMenuId: 's1' },
  ],
  defaultMenuId: 'r1',
};

test('an empty account gets everything', () => {
  expect(planRichMenus(nothing, [resident, shop])).toEqual({
    reuse: [],
    create: [resident.name, shop.name],
    point: [
      { ...resident, isNew: true },
      { ...shop, isNew: true },
    ],
    setDefault: resident.name,
    move: [],
    remove: [],
    later: { create: [], remove: [] },
  });
});

test('nothing is done twice', () => {
  expect(planRichMenus(allThere, [resident, shop])).toEqual({
    reuse: [
      { name: resident.name, richMenuId: 'r1' },
      { name: shop.name, richMenuId: 's1' },
    ],
    create: [],
    point: [],
    move: [],
    remove: [],
    later: { create: [], remove: [] },
  });
});

test('a new drawing takes the place of the old one, whose holders move along', () => {
  const redrawn = { ...shop, name: nameOf('shop', 'c') };
  const plan = planRichMenus(allThere, [resident, redrawn]);
  expect(plan.create).toEqual([redrawn.name]);
  expect(plan.point).toEqual([{ ...redrawn, isNew: false }]);
  expect(plan.move).toEqual([{ fromId: 's1', toName: redrawn.name }]);
  expect(plan.remove).toEqual([{ richMenuId: 's1', name: shop.name }]);
  expect(plan.setDefault).toBeUndefined();
});

test('menus of others are left alone, whatever they are called', () => {
  const menus = ['Songkran', 'panim:shop:th:old', 'panim:cook:th:bbbbbbbbbbbbbbbb', `x${shop.name}`, `${shop.name}:x`].map(
    (name, index) => ({
      richMenuId: `other-${index}`,
      name,
    }),
  );
  expect(planRichMenus({ ...allThere, menus: [...allThere.menus, ...menus] }, [resident, shop]).remove).toEqual([]);
});

test('our menus of roles and languages that are not asked for are left alone', () => {
  expect(planRichMenus(allThere, [resident]).remove).toEqual([]);
});

test('a menu that nothing vouches for may lack its picture: it is made again', () => {
  const broken: CurrentMenus = { ...allThere, aliases: allThere.aliases.filter(({ alias }) => alias !== shop.alias) };
  const plan = planRichMenus(broken, [resident, shop]);
  expect(plan.create).toEqual([shop.name]);
  expect(plan.remove).toEqual([{ richMenuId: 's1', name: shop.name }]);
  expect(plan.move).toEqual([]);
});

test('what is over the budget waits, and its old menu stays until then', () => {
  const redrawn = [
    { ...resident, name: nameOf('resident', 'd') },
    { ...shop, name: nameOf('shop', 'd') },
  ];
  const plan = planRichMenus(allThere, redrawn, { creates: 1, deletes: 100 });
  expect(plan.create).toEqual([redrawn[0]?.name]);
  expect(plan.point.map(({ alias }) => alias)).toEqual([resident.alias]);
  expect(plan.remove.map(({ richMenuId }) => richMenuId)).toEqual(['r1']);
  expect(plan.later.create).toEqual([redrawn[1]?.name]);
});

test('old menus over the budget of deletions wait', () => {
  const leftovers = Array.from({ length: 130 }, (_, index) => ({
    richMenuId: `old-${index}`,
    name: menuNameFor({ role: 'shop', language: 'th', hash: index.toString(16).padStart(16, '0') }),
  }));
  const plan = planRichMenus({ ...allThere, menus: [...allThere.menus, ...leftovers] }, [resident, shop]);
  expect(plan.remove).toHaveLength(100);
  expect(plan.later.remove).toHaveLength(30);
});

test('the default is not set to a menu that waits', () => {
  const plan = planRichMenus(nothing, [resident], { creates: 0, deletes: 0 });
  expect(plan.setDefault).toBeUndefined();
  expect(plan.later.create).toEqual([resident.name]);
});

test('a default that somebody changed is set back', () => {
  expect(planRichMenus({ ...allThere, defaultMenuId: 'other' }, [resident, shop]).setDefault).toBe(resident.name);
});

test('names and aliases are what LINE takes; an unknown language gets the Thai menu', () => {
  expect(menuAliasFor('coordinator', 'my')).toMatch(/^[a-z0-9_-]{1,32}$/u);
  expect(menuAliasFor('rider', 'km')).toBe('panim-rider-th');
  expect(identityOfName(shop.name)).toEqual({ role: 'shop', language: 'th', hash: 'b'.repeat(16) });
});
