import type { Municipality } from '../../bot/domain/words.ts';
import type { Reader } from './reader.ts';

/** All communities, city by city, as a donor chooses among them. */
export async function communityList(reader: Reader): Promise<{ id: string; name: string; municipality: Municipality }[]> {
  return reader.db.selectFrom('community').select(['id', 'name', 'municipality']).orderBy('municipality').orderBy('name').execute();
}
