/** Words around a community's name that say where it is, and short forms inside it. */
export const KIND_WORDS = `ชุมชน, หมู่บ้าน, เทศบาลนคร, เทศบาล, อำเภอ, จังหวัด, อ., จ., community, อยู่แถว, แถว, อยู่ที่, อยู่, ย่าน`;

export const MUNICIPALITY_WORDS: Readonly<Record<string, string>> = {
  hatyai: `หาดใหญ่, hatyai, hat yai, had yai`,
  songkhla: `เมืองสงขลา, สงขลา, songkhla, บ่อยาง`,
};

export const ZONE_WORDS = `เขต, โซน, zone`;

/** Short forms with what they stand for. */
export const SHORT_FORMS: readonly (readonly [short: string, whole: string])[] = [
  ['รร.', 'โรงเรียน'],
  ['ร.ร.', 'โรงเรียน'],
  ['รพ.', 'โรงพยาบาล'],
  ['ร.พ.', 'โรงพยาบาล'],
  ['มอ.', 'ม.อ.'],
  ['สวนสา', 'สวนสาธารณะ'],
  ['ที่ว่าการอ.', 'ที่ว่าการอำเภอ'],
];
