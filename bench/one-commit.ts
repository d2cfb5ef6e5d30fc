import BetterSqlite3 from 'better-sqlite3';

/** What LINE's event says that a row of the inbox needs. */
export interface CommittedEvent {
  webhookEventId: string;
  timestamp: number;
  source: { userId: string };
}

/** Writes an event as the inbox keeps it, in a transaction of its own that is synced before it returns; nothing else. */
export function oneCommit(path: string): (event: CommittedEvent) => void {
  const file = new BetterSqlite3(path);
  file.pragma('journal_mode = WAL');
  file.pragma('synchronous = FULL');
  file.exec(`CREATE TABLE IF NOT EXISTS inbox (
     event_id TEXT PRIMARY KEY, line_user_id TEXT, event_at INTEGER NOT NULL, received_at INTEGER NOT NULL, body TEXT, state TEXT NOT NULL) STRICT`);
  file.exec(`CREATE INDEX IF NOT EXISTS inbox_waiting ON inbox (event_at) WHERE state = 'waiting'`);
  const insert = file.prepare("INSERT INTO inbox VALUES (?, ?, ?, ?, ?, 'waiting') ON CONFLICT DO NOTHING");
  return (event) => void insert.run(event.webhookEventId, event.source.userId, event.timestamp, Date.now(), JSON.stringify(event));
}
