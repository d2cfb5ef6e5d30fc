import fc from 'fast-check';

/** What people, machines and attackers write where words are expected. */
const NASTY: readonly string[] = [
  '',
  ' ',
  '\0',
  '\u0000\u0001\u001F\u007F',
  '\uD800',
  '\uDC00\uD800',
  '\uFEFF\u200B\u200D\u2060',
  '\u202Eจากขวาไปซ้าย\u202C',
  'ก' + '\u0E49'.repeat(400),
  '👨‍👩‍👧‍👦'.repeat(40),
  "'; DROP TABLE posting; --",
  '1 OR 1=1',
  '<script>alert(1)</script>',
  '<img src=x onerror=alert(1)>',
  '{{constructor.constructor("return process")()}}',
  '${7*7}',
  '%s%s%n%x',
  '../../../../etc/passwd',
  '..\\..\\windows',
  'javascript:alert(1)',
  '//evil.example/',
  'https://evil.example',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'null',
  'undefined',
  'NaN',
  'Infinity',
  '-0',
  '1e309',
  '9'.repeat(400),
  '๙'.repeat(60),
  '-1',
  '0.1',
  '٣',
  '½',
  '１２３',
  '12:99',
  '31/02/2569',
  '2026-02-30',
  '=CMD|"/C calc"!A0',
  '@SUM(1+1)',
  '\r\nSet-Cookie: a=b',
  'a'.repeat(1001),
  'ขอข้าว '.repeat(140),
  '(((((((((((((((((((((((((((((',
  'aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa!',
  '1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1 กล่อง',
  'พรุ่งนี้วันนี้เมื่อวานเที่ยงเย็นตอนนี้',
  'ขอข้าว 99999999999999999999 กล่อง',
];

/** Words that the bot knows, so that hostile text also arrives in the middle of forms. */
const KNOWN: readonly string[] = [
  'ขอข้าว',
  'ขอข้าว 2 กล่อง',
  'บริจาค 5 มื้อ',
  'บริจาค',
  'อยากเปิดร้านร่วมด้วย',
  'อยากส่งข้าว',
  'ลงทะเบียน',
  'ยืนยัน',
  'ยกเลิก',
  'ตกลง',
  'กลับ',
  'คูปองของฉัน',
  'ขอคุยกับคน',
  'มีข้าว 30 กล่อง',
  'บันทึกเงิน',
  'เปิดแคมเปญ',
  'English',
  'ส่งถึงบ้าน',
  'เร็วที่สุด',
  '2',
  '08:00',
  '50',
  'ได้รับแล้ว',
  'เมนู',
];

const anyUnit = fc.integer({ min: 0, max: 0xffff }).map((unit) => String.fromCharCode(unit));
const anyUnits = fc.array(anyUnit, { maxLength: 60 }).map((units) => units.join(''));

export const hostileText: fc.Arbitrary<string> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...KNOWN) },
  { weight: 4, arbitrary: fc.constantFrom(...NASTY) },
  { weight: 2, arbitrary: fc.string({ unit: 'binary', maxLength: 200 }) },
  { weight: 2, arbitrary: anyUnits },
  { weight: 2, arbitrary: fc.tuple(fc.constantFrom(...KNOWN), fc.constantFrom(...NASTY)).map((both) => both.join(' ')) },
  {
    weight: 1,
    arbitrary: fc.tuple(fc.constantFrom(...NASTY), fc.integer({ min: 1, max: 300 })).map(([word, times]) => word.repeat(times)),
  },
);

const hostileNumber: fc.Arbitrary<number> = fc.oneof(
  fc.constantFrom(0, -0, -1, 1, 0.5, 2 ** 31, 2 ** 53, 2 ** 53 + 2, -(2 ** 63), 1e21, 1e308, 5e-324, 91, 181, 5001),
  fc.double({ noNaN: true, noDefaultInfinity: true }),
  fc.integer(),
);

const hostileKey: fc.Arbitrary<string> = fc.oneof(
  fc.constantFrom('__proto__', 'constructor', 'length', 'type', 'id', ''),
  fc.string({ maxLength: 12 }),
);

function nested(depth: number): unknown {
  let value: unknown = [];
  for (let level = 0; level < depth; level += 1) value = level % 2 === 0 ? [value] : { a: value };
  return value;
}

/** Any value that JSON can carry, with what makes parsers stumble. */
export const hostileValue: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 4, arbitrary: hostileText },
  { weight: 4, arbitrary: hostileNumber },
  { weight: 2, arbitrary: fc.constantFrom<unknown>(null, true, false, [], {}, [[]], [null], { length: 9 }) },
  { weight: 1, arbitrary: fc.integer({ min: 1, max: 500 }).map(nested) },
  { weight: 1, arbitrary: fc.array(hostileText, { maxLength: 8 }) },
  { weight: 1, arbitrary: fc.dictionary(hostileKey, fc.oneof(hostileText, hostileNumber), { maxKeys: 6, noNullPrototype: true }) },
);

type Path = (string | number)[];

function pathsOf(value: unknown, here: Path = []): Path[] {
  if (typeof value !== 'object' || value === null) return [here];
  const inner = Object.entries(value).flatMap(([key, each]) => pathsOf(each, [...here, Array.isArray(value) ? Number(key) : key]));
  return here.length === 0 ? inner : [here, ...inner];
}

/** An earlier blow may have taken away what the path led through. */
function changedAt(value: unknown, path: Path, change: (parent: Record<string | number, unknown>, key: string | number) => void): void {
  let parent: unknown = value;
  for (const key of path.slice(0, -1)) {
    if (typeof parent !== 'object' || parent === null || !Object.hasOwn(parent, key)) return;
    parent = Object.getOwnPropertyDescriptor(parent, key)?.value;
  }
  const last = path.at(-1);
  if (last !== undefined && typeof parent === 'object' && parent !== null) change(parent as Record<string | number, unknown>, last);
}

interface Blow {
  where: number;
  how: 'replace' | 'remove' | 'rename';
  value: unknown;
}

const blow: fc.Arbitrary<Blow> = fc.record({
  where: fc.nat(1000),
  how: fc.constantFrom<Blow['how'][]>('replace', 'replace', 'replace', 'remove', 'rename'),
  value: hostileValue,
});

/** A value of its own: a later blow may change it, and the same one may come again. */
function strike(value: unknown, { where, how, value: given }: Blow): unknown {
  const with_ = structuredClone(given);
  const paths = pathsOf(value);
  const path = paths[where % Math.max(1, paths.length)];
  if (path === undefined || path.length === 0) return with_;
  changedAt(value, path, (parent, key) => {
    if (how === 'replace') parent[key] = with_;
    else {
      const old = parent[key];
      delete parent[key];
      if (how === 'rename') parent[`${key}x`] = old;
    }
  });
  return value;
}

/** Something that is nearly right: most of it passes the first look, so that the damage reaches the inside. */
export function damaged<T>(sound: fc.Arbitrary<T>): fc.Arbitrary<unknown> {
  return fc
    .tuple(sound, fc.array(blow, { maxLength: 3 }))
    .map(([value, blows]) => blows.reduce<unknown>((kept, each) => strike(kept, each), structuredClone<unknown>(value)));
}

/** Bytes with some of them changed, cut off or doubled. */
export function damagedBytes(sound: fc.Arbitrary<Uint8Array>): fc.Arbitrary<Buffer> {
  const change = fc.record({ at: fc.nat(100_000), byte: fc.nat(255) });
  return fc
    .tuple(
      sound,
      fc.array(change, { maxLength: 12 }),
      fc.constantFrom<('keep' | 'cut' | 'double' | 'prefix')[]>('keep', 'cut', 'double', 'prefix'),
      fc.nat(100_000),
    )
    .map(([bytes, changes, shape, at]) => {
      const copy = Buffer.from(bytes);
      for (const { at: place, byte } of changes) if (copy.length > 0) copy[place % copy.length] = byte;
      switch (shape) {
        case 'cut':
          return copy.subarray(0, at % (copy.length + 1));
        case 'double':
          return Buffer.concat([copy, copy]);
        case 'prefix':
          return Buffer.concat([Buffer.from([at % 256]), copy]);
        case 'keep':
          return copy;
      }
    });
}
