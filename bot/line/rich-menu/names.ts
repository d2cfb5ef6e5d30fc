import { LANGUAGES, ROLES } from '../../domain/words.ts';
import type { Language, Role } from '../../domain/words.ts';

/** Everybody who holds no role sees the menu of a resident; giving is part of it, so a donor needs no other. */
export const MENU_ROLES = ['resident', ...ROLES] as const;
export type MenuRole = Role | 'resident';

/** The menu of whoever has none of their own: LINE's "default rich menu". */
export const DEFAULT_MENU = { role: 'resident', language: 'th' } as const;

/** An alias keeps its id for ever and is pointed at a new menu when the drawing changes. */
export function menuAliasFor(role: MenuRole, language: string): string {
  const known = LANGUAGES.find((each) => each === language) ?? DEFAULT_MENU.language;
  return `panim-${role}-${known}`;
}

export interface MenuIdentity {
  role: MenuRole;
  language: Language;
  hash: string;
}

/** The name carries the hash of all that is in a menu, so a later run knows what it need not make again. */
export function menuNameFor({ role, language, hash }: MenuIdentity): string {
  return `panim:${role}:${language}:${hash}`;
}

/** Undefined for menus that somebody else made: those are never touched. */
export function identityOfName(name: string): MenuIdentity | undefined {
  const [ours, roleWord, languageWord, hash, ...rest] = name.split(':');
  const role = MENU_ROLES.find((each) => each === roleWord);
  const language = LANGUAGES.find((each) => each === languageWord);
  if (ours !== 'panim' || rest.length > 0 || role === undefined || language === undefined) return undefined;
  if (hash === undefined || !/^[0-9a-f]{16}$/u.test(hash)) return undefined;
  return { role, language, hash };
}
