import BetterSqlite3 from 'better-sqlite3';

/** When the service has something to do that nobody wakes it for: the moments at which its polls would find work. */
export interface NextDue {
  at(): number | undefined;
  close(): void;
}

const first = (column: string, table: string): string => `select * from (select ${column} as at from ${table} order by ${column} limit 1)`;

const NEXT = `select min(at) as at from (${[
  first('due_at', "deadline where state = 'waiting'"),
  first('next_attempt_at', "outbox where state in ('waiting', 'sending') and urgency <> 'news'"),
  first('next_attempt_at', "inbox where state = 'waiting'"),
  first('next_attempt_at', "picture where state = 'wanted'"),
].join(' union all ')})`;

export function createNextDue(databasePath: string): NextDue {
  const sqlite = new BetterSqlite3(databasePath, { readonly: true });
  const next = sqlite.prepare<[], { at: number | null }>(NEXT);
  return { at: () => next.get()?.at ?? undefined, close: () => void sqlite.close() };
}
