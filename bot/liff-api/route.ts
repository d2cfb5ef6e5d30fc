import type { z } from 'zod';
import type { Deps } from '../deps.ts';
import { isRefusal } from '../domain/refusal.ts';
import type { Refusal } from '../domain/refusal.ts';
import type { Role } from '../domain/words.ts';
import type { Command, Done } from '../domain/command.ts';
import { NOT_FOUND, refusalAnswer } from './answer.ts';
import type { Answer } from './answer.ts';
import type { Asker } from './session.ts';

/** What a route works with: who asks (roles as of now), about which thing, with which body. */
export interface Asked<Body = undefined> {
  deps: Deps;
  asker: Asker;
  /** The id in the path; empty on paths without one. */
  id: string;
  body: Body;
}

export type Who = 'member' | Role;

type Parsed = { ok: true; body: unknown } | { ok: false; fields: string[] };

/** A page: reads, changes nothing but the access log. */
export interface ReadRoute {
  kind: 'read';
  path: string;
  who: Who;
  run(asked: Asked): Promise<Answer>;
}

/** A tap: one command, then the page again. */
export interface WriteRoute {
  kind: 'write';
  path: string;
  who: Who;
  /** `file`: JSON with a file in it, larger than what is typed. */
  takes: 'json' | 'jpeg' | 'picture' | 'file';
  parse(raw: unknown): Parsed;
  run(asked: Asked<unknown>, carryOut: CarryOut): Promise<Answer>;
}

/** Carries the command of a tap out, or tells what came of it when it was carried out before. */
export type CarryOut = (command: Command) => Promise<Done | Refusal>;

/** A picture, as bytes. */
export interface PictureRoute {
  kind: 'picture';
  path: string;
  who: Who;
  run(asked: Asked): Promise<{ contentType: string; bytes: Uint8Array } | undefined>;
}

/** A paper or a table, as bytes with a name to keep it under. */
export interface FileRoute {
  kind: 'file';
  path: string;
  who: Who;
  run(
    asked: Asked,
  ): Promise<
    | { contentType: 'application/pdf' | 'text/csv; charset=utf-8' | 'application/json; charset=utf-8'; name: string; bytes: Uint8Array }
    | undefined
  >;
}

/** The stream of changes. */
interface StreamRoute {
  kind: 'stream';
  path: string;
  who: Who;
}

export type ApiRoute = ReadRoute | WriteRoute | PictureRoute | FileRoute | StreamRoute;

/** What a read answers with: the page, an answer of its own, or undefined where there is no such thing for the asker. */
export type Page = object | undefined;

export function read(path: string, who: Who, page: (asked: Asked) => Promise<Page>): ReadRoute {
  return { kind: 'read', path, who, run: async (asked) => answerOf(await page(asked)) };
}

function answerOf(page: Page): Answer {
  if (page === undefined) return NOT_FOUND;
  return isRefusal(page) ? refusalAnswer(page) : { status: 200, body: page };
}

interface Write<Schema extends z.ZodType> {
  path: string;
  who: Who;
  takes?: 'jpeg' | 'picture' | 'file';
  body: Schema;
  command(asked: Asked<z.output<Schema>>): Command;
  /** Read after the commit, so that it shows what has become of it. */
  page(asked: Asked, done: Done): Promise<Page>;
}

/** The body is parsed here once; `run` trusts it. */
export function write<Schema extends z.ZodType>(spec: Write<Schema>): WriteRoute {
  const { path, who, takes = 'json', body: schema } = spec;
  return {
    kind: 'write',
    path,
    who,
    takes,
    parse: (raw) => parsedBy(schema, raw),
    async run({ deps, asker, id, body }, carryOut) {
      const result = await carryOut(spec.command({ deps, asker, id, body: schema.parse(body) }));
      if (isRefusal(result)) return refusalAnswer(result);
      return answerOf(await spec.page({ deps, asker, id, body: undefined }, result));
    },
  };
}

export function parsedBy(schema: z.ZodType, raw: unknown): Parsed {
  const parsed = schema.safeParse(raw);
  return parsed.success ? { ok: true, body: parsed.data } : { ok: false, fields: wrongFieldsOf(parsed.error) };
}

function wrongFieldsOf(error: z.ZodError): string[] {
  const fields = error.issues.flatMap((issue) => (issue.code === 'unrecognized_keys' ? issue.keys : [issue.path.join('.') || 'body']));
  return [...new Set(fields)];
}

export function mayUse(who: Who, roles: readonly Role[]): boolean {
  return who === 'member' || roles.includes(who);
}
