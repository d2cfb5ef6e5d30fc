import { createHash } from 'node:crypto';
import type { messagingApi } from '@line/bot-sdk';
import { encodeButton } from '../../domain/button.ts';
import { LANGUAGES } from '../../domain/words.ts';
import type { Language } from '../../domain/words.ts';
import { RICH_MENU_TEXT } from '../../messages/rich-menu-text.ts';
import { drawMenu, MENU_SIZE, tapBounds } from './draw.ts';
import { MENU_LAYOUTS } from './layout.ts';
import type { MenuArea } from './layout.ts';
import { MENU_ROLES, menuAliasFor, menuNameFor } from './names.ts';
import type { MenuRole } from './names.ts';

/** A menu as it should stand at LINE. */
export interface WantedMenu {
  role: MenuRole;
  language: Language;
  name: string;
  alias: string;
  request: messagingApi.RichMenuRequest;
  svg: string;
}

/** Goes up when the same SVG would give another picture (other fonts, another rasteriser): then all menus are new. */
const PICTURE_VERSION = 1;

export interface WhichMenu {
  role: MenuRole;
  language: Language;
  liffId: string;
}

export function wantedMenu({ role, language, liffId }: WhichMenu): WantedMenu {
  const text = RICH_MENU_TEXT[language];
  const content = {
    size: { ...MENU_SIZE },
    selected: true,
    chatBarText: text.bar[role],
    areas: MENU_LAYOUTS[role].map((area, index) => ({ bounds: tapBounds(index), action: actionOf(area, language, liffId) })),
  };
  const svg = drawMenu(role, language);
  const hash = createHash('sha256')
    .update(JSON.stringify([PICTURE_VERSION, content, svg]))
    .digest('hex')
    .slice(0, 16);
  const name = menuNameFor({ role, language, hash });
  return { role, language, name, alias: menuAliasFor(role, language), request: { ...content, name }, svg };
}

/** The default menu comes first, so that it is there even when the hour's calls run out. */
export function wantedMenus(choice: { liffId: string; roles?: readonly MenuRole[]; languages?: readonly Language[] }): WantedMenu[] {
  const { liffId, roles = MENU_ROLES, languages = LANGUAGES } = choice;
  return roles.flatMap((role) => languages.map((language) => wantedMenu({ role, language, liffId })));
}

function actionOf(area: MenuArea, language: Language, liffId: string): messagingApi.Action {
  const word = RICH_MENU_TEXT[language].words[area.word];
  const { does } = area;
  switch (does.kind) {
    case 'button':
      return { type: 'postback', label: word.label, data: encodeButton(does.button), displayText: word.label };
    case 'page':
      return { type: 'uri', label: word.label, uri: `https://liff.line.me/${liffId}${does.path}` };
    case 'sentence':
      return { type: 'message', label: word.label, text: word.says ?? word.label };
  }
}
