/** https://developers.line.biz/en/reference/messaging-api/#rich-menu-object */
import type { messagingApi } from '@line/bot-sdk';

import { checkAction } from './action-rules.ts';
import { checkSize, checkText, found } from './problem.ts';
import type { Findings } from './problem.ts';

const WIDTH_MIN = 800;
const WIDTH_MAX = 2500;
const HEIGHT_MIN = 250;
/** Width divided by height. */
const RATIO_MIN = 1.45;
const AREAS = [1, 20] as const;

interface Size {
  width: number;
  height: number;
}

/** Holds for the menu's `size` and for its image. Says what is wrong, or nothing. */
export function richMenuSizeProblem({ width, height }: Size): string | undefined {
  if (width < WIDTH_MIN || width > WIDTH_MAX) return `width must be between ${WIDTH_MIN} and ${WIDTH_MAX}`;
  if (height < HEIGHT_MIN) return `height must be ${HEIGHT_MIN} or more`;
  if (width / height < RATIO_MIN) return `width divided by height must be ${RATIO_MIN} or more`;
  return undefined;
}

export function checkRichMenu(findings: Findings, menu: messagingApi.RichMenuRequest): void {
  checkText(findings, { property: 'name', value: menu.name }, { max: 300, required: true, count: 'graphemes' });
  checkText(findings, { property: 'chatBarText', value: menu.chatBarText }, { max: 14, required: true, count: 'graphemes' });
  if (menu.selected === undefined) found(findings, 'selected', 'must be specified');
  const size = completeSize(menu.size);
  if (size === undefined) found(findings, 'size', 'must be specified');
  else {
    const problem = richMenuSizeProblem(size);
    if (problem !== undefined) found(findings, 'size', problem);
  }
  checkSize(findings, { property: 'areas', value: menu.areas }, AREAS);
  for (const [index, area] of (menu.areas ?? []).entries()) checkArea(findings, { property: `areas[${index}]`, size }, area);
}

function completeSize(size: messagingApi.RichMenuSize | undefined): Size | undefined {
  const { width, height } = size ?? {};
  return width === undefined || height === undefined ? undefined : { width, height };
}

function checkArea(
  findings: Findings,
  { property, size }: { property: string; size: Size | undefined },
  area: messagingApi.RichMenuArea,
): void {
  checkAction(findings, { property: `${property}.action`, place: 'rich menu' }, area.action);
  const { x, y, width, height } = area.bounds ?? {};
  if (x === undefined || y === undefined || width === undefined || height === undefined) {
    found(findings, `${property}.bounds`, 'must be specified');
  } else if (size !== undefined && (x + width > size.width || y + height > size.height)) {
    found(findings, `${property}.bounds`, 'must be inside the rich menu');
  }
}
