/** https://developers.line.biz/en/reference/messaging-api/#imagemap-message */
import type { messagingApi } from '@line/bot-sdk';

import { checkText, found } from './problem.ts';
import type { Findings } from './problem.ts';
import { checkActionUri, checkMediaUrl } from './url-rules.ts';

const WIDTH = 1040;
const ACTIONS_MAX = 50;

export function checkImagemap(findings: Findings, property: string, message: messagingApi.ImagemapMessage): void {
  checkMediaUrl(findings, { property: `${property}.baseUrl`, value: message.baseUrl });
  if (message.baseSize.width !== WIDTH) found(findings, `${property}.baseSize.width`, `must be ${WIDTH}`);
  if (message.actions.length > ACTIONS_MAX) found(findings, `${property}.actions`, `Size must be between 0 and ${ACTIONS_MAX}`);
  for (const [index, action] of message.actions.entries()) checkImagemapAction(findings, `${property}.actions[${index}]`, action);
  if (message.video !== undefined) {
    checkMediaUrl(findings, { property: `${property}.video.originalContentUrl`, value: message.video.originalContentUrl });
    checkMediaUrl(findings, { property: `${property}.video.previewImageUrl`, value: message.video.previewImageUrl });
  }
}

function checkImagemapAction(findings: Findings, property: string, action: messagingApi.ImagemapAction): void {
  checkText(findings, { property: `${property}.label`, value: action.label }, { max: 100, min: 0, count: 'graphemes' });
  switch (action.type) {
    case 'message':
      checkText(findings, { property: `${property}.text`, value: action.text }, { max: 400, required: true });
      return;
    case 'uri':
      checkActionUri(findings, { property: `${property}.linkUri`, value: action.linkUri });
      return;
    case 'clipboard':
      checkText(findings, { property: `${property}.clipboardText`, value: action.clipboardText }, { max: 1000, required: true });
  }
}
