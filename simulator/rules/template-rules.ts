/** https://developers.line.biz/en/reference/messaging-api/#template-messages */
import type { messagingApi } from '@line/bot-sdk';

import { checkAction } from './action-rules.ts';
import type { ActionPlace } from './action-rules.ts';
import { checkSize, checkText, found } from './problem.ts';
import type { Findings } from './problem.ts';
import { checkMediaUrl } from './url-rules.ts';

const COLUMNS = [1, 10] as const;
const COLOR = /^#[0-9a-fA-F]{6}$/;

export function checkTemplate(findings: Findings, property: string, template: messagingApi.Template): void {
  switch (template.type) {
    case 'buttons':
      checkCard(findings, { property, textMax: 160, actionsMax: 4 }, template);
      checkImageStyle(findings, property, template);
      return;
    case 'confirm':
      checkConfirm(findings, property, template);
      return;
    case 'carousel':
      checkCarousel(findings, property, template);
      return;
    case 'image_carousel':
      checkSize(findings, { property: `${property}.columns`, value: template.columns }, COLUMNS);
      for (const [index, column] of template.columns.entries()) {
        const path = `${property}.columns[${index}]`;
        checkMediaUrl(findings, { property: `${path}.imageUrl`, value: column.imageUrl });
        checkAction(findings, { property: `${path}.action`, place: 'image carousel' }, column.action);
      }
  }
}

function checkActions(
  findings: Findings,
  { property, place }: { property: string; place: ActionPlace },
  actions: messagingApi.Action[],
): void {
  for (const [index, action] of actions.entries()) checkAction(findings, { property: `${property}[${index}]`, place }, action);
}

/** A buttons template, or one column of a carousel: with a title or an image its text must be shorter. */
function checkCard(
  findings: Findings,
  limits: { property: string; textMax: number; actionsMax: number },
  card: messagingApi.CarouselColumn,
): void {
  const { property, actionsMax } = limits;
  const decorated = card.title !== undefined || card.thumbnailImageUrl !== undefined;
  checkText(findings, { property: `${property}.title`, value: card.title }, { max: 40, count: 'graphemes' });
  const textMax = decorated ? 60 : limits.textMax;
  checkText(findings, { property: `${property}.text`, value: card.text }, { max: textMax, required: true, count: 'graphemes' });
  checkMediaUrl(findings, { property: `${property}.thumbnailImageUrl`, value: card.thumbnailImageUrl });
  if (card.imageBackgroundColor !== undefined && !COLOR.test(card.imageBackgroundColor)) {
    found(findings, `${property}.imageBackgroundColor`, 'invalid color');
  }
  if (card.defaultAction !== undefined) {
    checkAction(findings, { property: `${property}.defaultAction`, place: 'default action' }, card.defaultAction);
  }
  checkSize(findings, { property: `${property}.actions`, value: card.actions }, [1, actionsMax]);
  checkActions(findings, { property: `${property}.actions`, place: 'template' }, card.actions);
}

function checkImageStyle(findings: Findings, property: string, style: { imageAspectRatio?: string; imageSize?: string }): void {
  if (!['rectangle', 'square'].includes(style.imageAspectRatio ?? 'rectangle')) {
    found(findings, `${property}.imageAspectRatio`, 'must be rectangle or square');
  }
  if (!['cover', 'contain'].includes(style.imageSize ?? 'cover')) {
    found(findings, `${property}.imageSize`, 'must be cover or contain');
  }
}

function checkConfirm(findings: Findings, property: string, template: messagingApi.ConfirmTemplate): void {
  checkText(findings, { property: `${property}.text`, value: template.text }, { max: 240, required: true, count: 'graphemes' });
  checkSize(findings, { property: `${property}.actions`, value: template.actions }, [2, 2]);
  checkActions(findings, { property: `${property}.actions`, place: 'template' }, template.actions);
}

function checkCarousel(findings: Findings, property: string, template: messagingApi.CarouselTemplate): void {
  const { columns } = template;
  checkSize(findings, { property: `${property}.columns`, value: columns }, COLUMNS);
  checkImageStyle(findings, property, template);
  for (const [index, column] of columns.entries()) {
    checkCard(findings, { property: `${property}.columns[${index}]`, textMax: 120, actionsMax: 3 }, column);
  }
  const differs = (measure: (column: messagingApi.CarouselColumn) => unknown): boolean => new Set(columns.map(measure)).size > 1;
  if (differs((column) => column.actions.length)) found(findings, `${property}.columns`, 'must have the same number of actions');
  if (differs((column) => column.title === undefined)) found(findings, `${property}.columns`, 'must all have a title, or none');
  if (differs((column) => column.thumbnailImageUrl === undefined)) {
    found(findings, `${property}.columns`, 'must all have an image, or none');
  }
}
