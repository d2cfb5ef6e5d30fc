/**
 * Writes `simulator/schema/messaging-api.json`: the JSON schema of everything a bot sends to LINE,
 * made from the types of @line/bot-sdk. Run `node simulator/rules/generate-schema.ts` after an update of the SDK.
 */
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createGenerator } from 'ts-json-schema-generator';

import { isObject, listAt, objectAt, textAt } from '../json.ts';
import type { JsonObject } from '../json.ts';

export const SCHEMA_FILE = join(import.meta.dirname, '..', 'schema', 'messaging-api.json');

const LIMIT_WORDS: readonly [RegExp, string, 'array' | 'string' | 'number'][] = [
  [/Minimum items: (\d+)/, 'minItems', 'array'],
  [/Maximum items: (\d+)/, 'maxItems', 'array'],
  [/Minimum length: (\d+)/, 'minLength', 'string'],
  [/Maximum length: (\d+)/, 'maxLength', 'string'],
  [/Max character limit: (\d+)/, 'maxLength', 'string'],
  [/Minimum: (\d+)/, 'minimum', 'number'],
  [/Maximum: (\d+)/, 'maximum', 'number'],
];

/** LINE counts these in grapheme clusters, which JSON schema cannot; the hand-written rules do. */
const COUNTED_BY_HAND = new Set(['RichMenuRequest.name', 'RichMenuRequest.chatBarText']);

function limitsOf(description: string, type: string): JsonObject {
  const limits: JsonObject = {};
  for (const [words, keyword, appliesTo] of LIMIT_WORDS) {
    const found = words.exec(description)?.[1];
    if (found !== undefined && appliesTo === type) limits[keyword] = Number(found);
  }
  return limits;
}

/** A union of objects told apart by `type`: the discriminator keeps the errors to the one that was meant. */
function asDiscriminated(schema: JsonObject): JsonObject {
  const branches = listAt(schema, 'anyOf');
  if (branches.length === 0 || !branches.every((branch) => textAt(branch, '$ref') !== undefined)) return schema;
  const { anyOf: _, ...rest } = schema;
  return { ...rest, type: 'object', required: ['type'], discriminator: { propertyName: 'type' }, oneOf: branches };
}

/** Limits that the SDK has only in its comments become keywords; the comments themselves are left out. */
function tighten(value: unknown, path: string): unknown {
  if (Array.isArray(value)) return value.map((item) => tighten(item, path));
  if (!isObject(value)) return value;
  const tightened: JsonObject = {};
  for (const key of Object.keys(value).toSorted()) {
    if (key === 'description' && typeof value[key] === 'string') continue;
    tightened[key] = tighten(value[key], key === 'properties' ? path : `${path}.${key}`);
  }
  const limits = COUNTED_BY_HAND.has(path) ? {} : limitsOf(textAt(value, 'description') ?? '', textAt(value, 'type') ?? '');
  return asDiscriminated({ ...tightened, ...limits });
}

export function generateSchema(): string {
  const schema = createGenerator({
    path: join(import.meta.dirname, 'outgoing-requests.ts'),
    tsconfig: join(import.meta.dirname, '..', '..', 'tsconfig.json'),
    type: 'OutgoingRequests',
    additionalProperties: false,
    jsDoc: 'extended',
    skipTypeCheck: true,
    topRef: false,
  }).createSchema('OutgoingRequests');
  const definitions: JsonObject = {};
  const generated = objectAt(schema, 'definitions');
  for (const name of Object.keys(generated).toSorted()) {
    definitions[name] = tighten(generated[name], name.replace('messagingApi.', ''));
  }
  const requests = tighten(objectAt(schema, 'properties'), '');
  return `${JSON.stringify({ definitions, requests }, null, 2)}\n`;
}

if (import.meta.main) writeFileSync(SCHEMA_FILE, generateSchema());
