/** Rich menus. https://developers.line.biz/en/reference/messaging-api/#rich-menu */
import { NOT_FOUND, OK, invalidBody, refusal } from './api-call.ts';
import type { ApiAnswer, ApiCall, ApiRoute } from './api-call.ts';
import { imageSize } from './image-size.ts';
import { richMenuSizeProblem } from './rules/rich-menu-rules.ts';
import { checkShape } from './rules/schema-rules.ts';
import { validateRequest } from './rules/validate.ts';
import type { RequestKind } from './rules/validate.ts';
import { changed, isReachable } from './world.ts';
import type { RichMenu, World } from './world.ts';

const IMAGE_BYTES_MAX = 1_000_000;
const CREATES_PER_HOUR = 100;
const MENUS_MAX = 1_000;
const HOUR_MS = 3_600_000;

/** The menu a person sees: their own before the default. */
export function richMenuFor(world: World, userId: string): RichMenu | undefined {
  return world.richMenus.get(world.linkedRichMenus.get(userId) ?? world.defaultRichMenuId ?? '');
}

function changedForAll(world: World): void {
  for (const userId of world.members.keys()) changed(world, userId);
}

function unusable(kind: RequestKind, body: unknown): ApiAnswer | undefined {
  const problems = validateRequest(kind, body);
  return problems.length === 0 ? undefined : invalidBody(problems);
}

function create(world: World, call: ApiCall): ApiAnswer {
  const shape = checkShape('richMenu', call.body);
  const refused = unusable('richMenu', call.body);
  if (refused !== undefined || !shape.ok) return refused ?? NOT_FOUND;
  const now = world.now();
  const lastHour = world.richMenusCreatedAt.filter((at) => now - at < HOUR_MS);
  if (lastHour.length >= CREATES_PER_HOUR) return refusal(429, 'The API rate limit has been exceeded. Try again later.');
  if (world.richMenus.size >= MENUS_MAX) return refusal(400, 'The number of rich menus exceeds the limit');
  world.richMenusCreatedAt.splice(0, world.richMenusCreatedAt.length, ...lastHour, now);
  const richMenuId = `richmenu-${world.ids.hex(32)}`;
  world.richMenus.set(richMenuId, { richMenuId, menu: shape.value });
  return { status: 200, body: { richMenuId } };
}

function withMenu(world: World, id: string | undefined, answer: (menu: RichMenu) => ApiAnswer): ApiAnswer {
  const menu = world.richMenus.get(id ?? '');
  return menu === undefined ? refusal(404, 'richmenu not found') : answer(menu);
}

/** LINE applies a menu only once it has its image. */
function withImage(world: World, id: string | undefined, apply: (menu: RichMenu) => void): ApiAnswer {
  return withMenu(world, id, (menu) => {
    if (menu.image === undefined) return refusal(400, 'must upload richmenu image before applying it to user');
    apply(menu);
    return OK;
  });
}

function remove(world: World, call: ApiCall): ApiAnswer {
  return withMenu(world, call.params['id'], ({ richMenuId }) => {
    world.richMenus.delete(richMenuId);
    if (world.defaultRichMenuId === richMenuId) world.defaultRichMenuId = undefined;
    for (const [userId, linked] of world.linkedRichMenus) if (linked === richMenuId) world.linkedRichMenus.delete(userId);
    changedForAll(world);
    return OK;
  });
}

function imageProblem(menu: RichMenu, call: ApiCall): string | undefined {
  if (menu.image !== undefined) return 'An image has already been uploaded to the richmenu';
  if (call.bytes.length > IMAGE_BYTES_MAX) return 'The image must be 1 MB or less';
  const size = imageSize(call.bytes);
  if (size === undefined) return 'The image must be PNG or JPEG';
  if (call.contentType !== size.contentType) return `The content type must be ${size.contentType}`;
  const { width, height } = menu.menu.size ?? {};
  if (size.width !== width || size.height !== height) return 'The image size does not match the richmenu size';
  return richMenuSizeProblem(size);
}

function uploadImage(world: World, call: ApiCall): ApiAnswer {
  return withMenu(world, call.params['id'], (menu) => {
    const problem = imageProblem(menu, call);
    if (problem !== undefined) return { ...refusal(400, problem), log: { problems: [{ property: 'image', message: problem }] } };
    menu.image = { bytes: call.bytes, contentType: call.contentType, state: 'ready' };
    return OK;
  });
}

function downloadImage(world: World, call: ApiCall): ApiAnswer {
  return withMenu(world, call.params['id'], ({ image }) =>
    image === undefined ? NOT_FOUND : { status: 200, body: Buffer.from(image.bytes), headers: { 'content-type': image.contentType } },
  );
}

function createAlias(world: World, call: ApiCall): ApiAnswer {
  const shape = checkShape('createRichMenuAlias', call.body);
  const refused = unusable('createRichMenuAlias', call.body);
  if (refused !== undefined || !shape.ok) return refused ?? NOT_FOUND;
  const { richMenuAliasId, richMenuId } = shape.value;
  if (world.richMenuAliases.has(richMenuAliasId)) return refusal(400, 'conflict richmenu alias id');
  return withImage(world, richMenuId, () => world.richMenuAliases.set(richMenuAliasId, richMenuId));
}

function withAlias(world: World, call: ApiCall, answer: (richMenuAliasId: string, richMenuId: string) => ApiAnswer): ApiAnswer {
  const alias = call.params['alias'] ?? '';
  const richMenuId = world.richMenuAliases.get(alias);
  return richMenuId === undefined ? refusal(404, 'richmenu alias not found') : answer(alias, richMenuId);
}

function updateAlias(world: World, call: ApiCall): ApiAnswer {
  const shape = checkShape('updateRichMenuAlias', call.body);
  if (!shape.ok) return invalidBody(shape.problems);
  const { richMenuId } = shape.value;
  return withAlias(world, call, (alias) => withImage(world, richMenuId, () => world.richMenuAliases.set(alias, richMenuId)));
}

function link(world: World, richMenuId: string, userIds: readonly string[]): void {
  for (const userId of userIds) {
    if (!isReachable(world, userId)) continue;
    world.linkedRichMenus.set(userId, richMenuId);
    changed(world, userId);
  }
}

function unlink(world: World, userIds: readonly string[]): void {
  for (const userId of userIds) {
    world.linkedRichMenus.delete(userId);
    changed(world, userId);
  }
}

function bulkLink(world: World, call: ApiCall): ApiAnswer {
  const shape = checkShape('bulkLink', call.body);
  if (!shape.ok) return invalidBody(shape.problems);
  const { richMenuId, userIds } = shape.value;
  const answer = withImage(world, richMenuId, () => link(world, richMenuId, userIds));
  return answer.status === 200 ? { status: 202, body: {} } : answer;
}

function bulkUnlink(world: World, call: ApiCall): ApiAnswer {
  const shape = checkShape('bulkUnlink', call.body);
  if (!shape.ok) return invalidBody(shape.problems);
  unlink(world, shape.value.userIds);
  return { status: 202, body: {} };
}

function setDefault(world: World, richMenuId: string | undefined): void {
  world.defaultRichMenuId = richMenuId;
  changedForAll(world);
}

function done(act: () => void): ApiAnswer {
  act();
  return OK;
}

const described = ({ richMenuId, menu }: RichMenu): object => ({ richMenuId, ...menu });

function menuIdAnswer(richMenuId: string | undefined, missing: string): ApiAnswer {
  return richMenuId === undefined ? refusal(404, missing) : { status: 200, body: { richMenuId } };
}

function menuRoutes(world: World): ApiRoute[] {
  const menu = '/v2/bot/richmenu';
  return [
    { method: 'POST', path: menu, handle: (call) => create(world, call) },
    { method: 'POST', path: `${menu}/validate`, handle: (call) => unusable('richMenu', call.body) ?? OK },
    {
      method: 'GET',
      path: `${menu}/list`,
      handle: () => ({ status: 200, body: { richmenus: [...world.richMenus.values()].map(described) } }),
    },
    { method: 'POST', path: `${menu}/bulk/link`, handle: (call) => bulkLink(world, call) },
    { method: 'POST', path: `${menu}/bulk/unlink`, handle: (call) => bulkUnlink(world, call) },
    { method: 'POST', path: `${menu}/:id/content`, handle: (call) => uploadImage(world, call) },
    { method: 'GET', path: `${menu}/:id/content`, handle: (call) => downloadImage(world, call) },
  ];
}

/** After the alias routes, whose paths it would take for the id of a menu. */
function oneMenuRoutes(world: World): ApiRoute[] {
  const path = '/v2/bot/richmenu/:id';
  return [
    { method: 'GET', path, handle: (call) => withMenu(world, call.params['id'], (menu) => ({ status: 200, body: described(menu) })) },
    { method: 'DELETE', path, handle: (call) => remove(world, call) },
  ];
}

function aliasRoutes(world: World): ApiRoute[] {
  const alias = '/v2/bot/richmenu/alias';
  const aliases = (): object[] => [...world.richMenuAliases].map(([richMenuAliasId, richMenuId]) => ({ richMenuAliasId, richMenuId }));
  return [
    { method: 'POST', path: alias, handle: (call) => createAlias(world, call) },
    { method: 'GET', path: `${alias}/list`, handle: () => ({ status: 200, body: { aliases: aliases() } }) },
    { method: 'POST', path: `${alias}/:alias`, handle: (call) => updateAlias(world, call) },
    {
      method: 'GET',
      path: `${alias}/:alias`,
      handle: (call) => withAlias(world, call, (richMenuAliasId, richMenuId) => ({ status: 200, body: { richMenuAliasId, richMenuId } })),
    },
    {
      method: 'DELETE',
      path: `${alias}/:alias`,
      handle: (call) => withAlias(world, call, (id) => done(() => world.richMenuAliases.delete(id))),
    },
  ];
}

const idOf = (call: ApiCall): string => call.params['userId'] ?? '';

function userRoutes(world: World): ApiRoute[] {
  const all = '/v2/bot/user/all/richmenu';
  const one = '/v2/bot/user/:userId/richmenu';
  return [
    {
      method: 'POST',
      path: `${all}/:id`,
      handle: (call) => withImage(world, call.params['id'], (menu) => setDefault(world, menu.richMenuId)),
    },
    { method: 'GET', path: all, handle: () => menuIdAnswer(world.defaultRichMenuId, 'no default richmenu') },
    { method: 'DELETE', path: all, handle: () => done(() => setDefault(world, undefined)) },
    {
      method: 'POST',
      path: `${one}/:id`,
      handle: (call) => withImage(world, call.params['id'], (menu) => link(world, menu.richMenuId, [idOf(call)])),
    },
    { method: 'GET', path: one, handle: (call) => menuIdAnswer(world.linkedRichMenus.get(idOf(call)), 'the user has no richmenu') },
    { method: 'DELETE', path: one, handle: (call) => done(() => unlink(world, [idOf(call)])) },
  ];
}

export function richMenuRoutes(world: World): ApiRoute[] {
  return [...menuRoutes(world), ...aliasRoutes(world), ...oneMenuRoutes(world), ...userRoutes(world)];
}
