/** The first layer of rules: the shape of what a bot sends, from the schema that `generate-schema.ts` wrote. */
import { Ajv } from 'ajv';
import type { ErrorObject, ValidateFunction } from 'ajv';

import { isObject, objectAt, textAt } from '../json.ts';
import schema from '../schema/messaging-api.json' with { type: 'json' };
import type { OutgoingRequests } from './outgoing-requests.ts';
import type { Problem } from './problem.ts';

const SCHEMA_ID = 'line';
const ajv = new Ajv({ allErrors: true, discriminator: true, strictTypes: false, verbose: true });
ajv.addSchema({ $id: SCHEMA_ID, definitions: schema.definitions });

const compiled = new Map<string, ValidateFunction>();

/** `/contents/body/contents/0/text` → `.contents.body.contents[0].text` */
function propertyPath(pointer: string): string {
  return pointer.replaceAll(/\/([^/]+)/g, (_, part: string) => (/^\d+$/.test(part) ? `[${part}]` : `.${part}`));
}

function between(error: ErrorObject, [min, max]: readonly [string, string]): string {
  const parent: unknown = error.parentSchema;
  const limits = isObject(parent) ? parent : {};
  return `must be between ${Number(limits[min] ?? 0)} and ${Number(limits[max] ?? Number.POSITIVE_INFINITY)}`;
}

function describe(error: ErrorObject): string {
  switch (error.keyword) {
    case 'required':
      return 'must be specified';
    case 'additionalProperties':
      return 'invalid property';
    case 'discriminator':
      return 'unknown type';
    case 'minItems':
    case 'maxItems':
      return `Size ${between(error, ['minItems', 'maxItems'])}`;
    case 'minLength':
    case 'maxLength':
      return `Length ${between(error, ['minLength', 'maxLength'])}`;
    default:
      return error.message ?? 'invalid';
  }
}

function toProblem(error: ErrorObject, root: string): Problem {
  const params: unknown = error.params;
  const named = textAt(params, 'missingProperty') ?? textAt(params, 'additionalProperty');
  const part = error.keyword === 'discriminator' ? 'type' : named;
  const property = `${root}${propertyPath(error.instancePath)}${part === undefined ? '' : `.${part}`}`;
  return { message: describe(error), property: property.replace(/^\./, '') };
}

/** The schema of an envelope leaves its messages open: those are checked one by one, so that each gets its own problems. */
function schemaOf(kind: keyof OutgoingRequests): object {
  if (kind === 'message') return { $ref: `${SCHEMA_ID}#/definitions/Message` };
  const name = schema.requests[kind].$ref.replace('#/definitions/', '');
  const definition = objectAt(schema.definitions, name);
  const properties = objectAt(definition, 'properties');
  if (!('messages' in properties)) return { $ref: `${SCHEMA_ID}#/definitions/${name}` };
  const messages = { ...objectAt(properties, 'messages'), items: {} };
  return { ...definition, properties: { ...properties, messages } };
}

function validatorOf(kind: keyof OutgoingRequests): ValidateFunction {
  const known = compiled.get(kind);
  if (known !== undefined) return known;
  const validator = ajv.compile(schemaOf(kind));
  compiled.set(kind, validator);
  return validator;
}

export type ShapeResult<T> = { ok: true; value: T } | { ok: false; problems: Problem[] };

export function checkShape<Kind extends keyof OutgoingRequests>(
  kind: Kind,
  value: unknown,
  root = '',
): ShapeResult<OutgoingRequests[Kind]> {
  const validate = validatorOf(kind);
  const fits = (candidate: unknown): candidate is OutgoingRequests[Kind] => validate(candidate);
  if (fits(value)) return { ok: true, value };
  return { ok: false, problems: (validate.errors ?? []).map((error) => toProblem(error, root)) };
}
