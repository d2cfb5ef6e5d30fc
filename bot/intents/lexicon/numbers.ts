/** Words for numbers by value. Longer spellings are tried first. */
export const THAI_DIGITS: Readonly<Record<string, number>> = {
  หนึ่ง: 1,
  หนึง: 1,
  นึง: 1,
  นึ่ง: 1,
  เอ็ด: 1,
  เดียว: 1,
  สอง: 2,
  ยี่: 2,
  คู่: 2,
  สาม: 3,
  สี่: 4,
  ห้า: 5,
  หก: 6,
  เจ็ด: 7,
  แปด: 8,
  เก้า: 9,
  ศูนย์: 0,
};

export const THAI_PLACES: Readonly<Record<string, number>> = { สิบ: 10, ร้อย: 100, พัน: 1000, หมื่น: 10_000, แสน: 100_000, ล้าน: 1_000_000 };

/** Words that only begin like a number: to be able, unity, a forbidden thing, to fall, a chair, a centre, a place. */
export const NOT_NUMBERS = `
  สามารถ, สามัคคี, สามี, สามแยก, ห้าม, ห้าง, ห้าว, หกล้ม, หกเลอะ, เก้าอี้, เก้าเส้ง, สี่แยก, สี่เหลี่ยม, ศูนย์กลาง, ศูนย์บริการ, ศูนย์ประสานงาน, พันธุ์, พันธ์, พันพรือ, พันผ้า, พันแผล,
  ร้อยละ, ร้อยเรียง, หนึ่งใจ, แสนดี, สองแถว, ข้าวหก, แกงหก, หกหมด, หกแล้ว, ทำหก, แสนเสียดาย, คู่มือ, คนเดียวกัน, ครั้งเดียว, ล้านแล้ว, แสนลำบาก, ห้าแยก, สามล้อ, สามเณร, สามเหลี่ยม`;

export const OTHER_NUMBERS: Readonly<Record<string, number>> = {
  zero: 0,
  one: 1,
  two: 2,
  three: 3,
  four: 4,
  five: 5,
  six: 6,
  seven: 7,
  eight: 8,
  nine: 9,
  ten: 10,
  eleven: 11,
  twelve: 12,
  thirteen: 13,
  fourteen: 14,
  fifteen: 15,
  sixteen: 16,
  seventeen: 17,
  eighteen: 18,
  nineteen: 19,
  twenty: 20,
  kosong: 0,
  satu: 1,
  dua: 2,
  tiga: 3,
  empat: 4,
  lima: 5,
  enam: 6,
  tujuh: 7,
  lapan: 8,
  delapan: 8,
  sembilan: 9,
  sepuluh: 10,
  sebelas: 11,
  'dua belas': 12,
  'tiga belas': 13,
  'empat belas': 14,
  'lima belas': 15,
  'enam belas': 16,
  'tujuh belas': 17,
  'lapan belas': 18,
  'sembilan belas': 19,
  'dua puluh': 20,
};

export const MINUS_WORDS = `ลบ, ติดลบ, minus`;
/** Units after which a number counts no meals. */
export const NOT_MEAL_UNITS = `วัน, เดือน, ปี, โมง, ชั่วโมง, ชม, นาที, ทุ่ม, ขวบ, สัปดาห์, อาทิตย์, บาท, ขีด, น., กิโล, ครั้ง, เบอร์, days, day, months, month, weeks, week, years, year, hours, hour, hari, jam, bulan, baht, ตี, %, ที่แล้ว, lines`;
/** Words before a number that make it a name or a date. */
export const NOT_MEAL_BEFORE = `เขต, หมู่, หมู่ที่, ซอย, บ้านเลขที่, ป้อม, เลขที่, วันที่, เบอร์, โทร, รหัส, ชั้น, ห้อง, อายุ, ถนน, hi`;
/** Units that say outright that meals or mouths are counted. */
export const MEAL_UNITS = `กล่อง, กลอง, มื้อ, ชุด, ห่อ, จาน, ถุง, ใบ, ที่, คูปอง, meals, meal, boxes, box, coupons, coupon, bungkus, kotak, portions`;
