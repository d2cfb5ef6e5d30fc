import { expect, test } from 'vitest';

import { MALEE, SOMCHAI, startStand } from './stand.ts';

const menu = {
  size: { width: 2500, height: 843 },
  selected: true,
  name: 'menu',
  chatBarText: 'menu',
  areas: [
    {
      bounds: { x: 0, y: 0, width: 2500, height: 843 },
      action: { type: 'richmenuswitch', label: 'b', data: 'to-b', richMenuAliasId: 'b' } as const,
    },
  ],
};

/** Only the header matters: the simulator does not draw. */
function png(width: number, height: number): Blob {
  const bytes = Buffer.alloc(64);
  Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]).copy(bytes);
  bytes.writeUInt32BE(width, 16);
  bytes.writeUInt32BE(height, 20);
  return new Blob([bytes], { type: 'image/png' });
}

test('create, image, default, own menu, switch by alias, delete', async () => {
  const { platform, client, received } = await startStand();
  const { richMenuId: a } = await client.createRichMenu(menu);
  const { richMenuId: b } = await client.createRichMenu({ ...menu, name: 'b' });
  await expect(client.setDefaultRichMenu(a)).rejects.toMatchObject({ status: 400 });
  await expect(client.setRichMenuImage(a, png(2500, 1686))).rejects.toMatchObject({ status: 400 });
  await expect(client.setRichMenuImage(a, new Blob(['x'], { type: 'image/png' }))).rejects.toMatchObject({ status: 400 });
  await client.setRichMenuImage(a, png(2500, 843));
  await expect(client.setRichMenuImage(a, png(2500, 843))).rejects.toMatchObject({ status: 400 });
  await client.setRichMenuImage(b, png(2500, 843));
  await client.setDefaultRichMenu(a);
  await client.createRichMenuAlias({ richMenuAliasId: 'b', richMenuId: b });
  await expect(client.createRichMenuAlias({ richMenuAliasId: 'b', richMenuId: b })).rejects.toMatchObject({ status: 400 });
  const shown = platform.richMenuOf(SOMCHAI);
  expect(shown).toMatchObject({ richMenuId: a, imageUrl: `/sim/api/rich-menu-images/${a}`, areas: menu.areas });
  await platform.tap(SOMCHAI, menu.areas[0]?.action ?? {});
  expect(received[0]?.events[0]?.['postback']).toEqual({ data: 'to-b', params: { newRichMenuAliasId: 'b', status: 'SUCCESS' } });
  expect([platform.richMenuOf(SOMCHAI)?.richMenuId, platform.richMenuOf(MALEE)?.richMenuId]).toEqual([b, a]);
  await client.unlinkRichMenuIdFromUser(SOMCHAI);
  await client.linkRichMenuIdToUsers({ richMenuId: b, userIds: [MALEE] });
  expect(await client.getRichMenuIdOfUser(MALEE)).toEqual({ richMenuId: b });
  await client.deleteRichMenu(b);
  expect([platform.richMenuOf(SOMCHAI)?.richMenuId, platform.richMenuOf(MALEE)?.richMenuId]).toEqual([a, a]);
  expect((await client.getRichMenuList()).richmenus.map(({ richMenuId }) => richMenuId)).toEqual([a]);
  await client.cancelDefaultRichMenu();
  expect(platform.richMenuOf(MALEE)).toBeUndefined();
});

test('100 menus an hour', async () => {
  const { client, clock } = await startStand();
  for (let count = 0; count < 100; count += 1) await client.createRichMenu(menu);
  await expect(client.createRichMenu(menu)).rejects.toMatchObject({ status: 429 });
  clock.now += 3_600_000;
  await client.createRichMenu(menu);
});
