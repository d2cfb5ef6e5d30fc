import { readFile } from 'node:fs/promises';
import { CITY_CENTRES } from '../bot/domain/distance.ts';
import { MUNICIPALITIES } from '../bot/domain/words.ts';
import type { NewRow } from './schema.ts';

const FILE = new URL('./data/communities.csv', import.meta.url);

/** Degrees; at this latitude about 1.3 km, so that made-up pins stay inside their city. */
const OFFSET_MAX = 0.012;
const GOLDEN_ANGLE = 2.399963;

/**
 * The communities of both municipalities from db/data/communities.csv (its last column names the source of each row).
 * Where no pin is known, one is laid out around the municipality's centre and marked approximate.
 */
export async function communities(): Promise<NewRow<'community'>[]> {
  const text = await readFile(FILE, 'utf8');
  const [, ...lines] = text.trim().split(/\r?\n/u);
  return lines.map((line, index) => communityOf(line, index));
}

function communityOf(line: string, index: number): NewRow<'community'> {
  const [city, zone, name, subdistrict, latitude, longitude, ...source] = line.split(',');
  const municipality = MUNICIPALITIES.find((known) => known === city);
  if (municipality === undefined || name === undefined || subdistrict === undefined)
    throw new Error(`communities.csv line ${index + 2} is broken`);
  const hasPin = latitude !== undefined && latitude !== '' && longitude !== undefined;
  const pin = hasPin ? { latitude: Number(latitude), longitude: Number(longitude) } : approximatePin(municipality, index);
  return {
    id: `com_${municipality}_${String(index + 1).padStart(3, '0')}`,
    municipality,
    zone: zone ?? '',
    name,
    subdistrict_code: subdistrict,
    ...pin,
    approximate: hasPin ? 0 : 1,
    source: source.join(',').replaceAll('"', ''),
  };
}

function approximatePin(municipality: keyof typeof CITY_CENTRES, index: number) {
  const centre = CITY_CENTRES[municipality];
  const radius = OFFSET_MAX * Math.sqrt(((index * 37) % 100) / 100);
  return {
    latitude: Number((centre.latitude + radius * Math.cos(index * GOLDEN_ANGLE)).toFixed(6)),
    longitude: Number((centre.longitude + radius * Math.sin(index * GOLDEN_ANGLE)).toFixed(6)),
  };
}
