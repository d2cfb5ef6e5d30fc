/** Politeness at the end of a sentence, with the ways people shorten it. It says nothing about what is wanted. */
export const FINAL_PARTICLES = `
  ครับผม, ครับ, คับ, คร้าบ, ค้าบ, คร๊าบ, ครัช, ครัฟ, งับ, ฮับ, ค่ะ, คะ, ค่า, ค๊ะ, คร่า, นะคะ, นะค่ะ, นะครับ, น่ะ, นะ,
  จ้า, จ้ะ, จ๊ะ, จร้า, จ้าา, ฮะ, ฮ่ะ, เด้อ, เด้อค่ะ, ต๊ะ, ต้ะ, ด้วยนะ, ขอรับ`;

/** Keys of the US layout, row by row, with what the Kedmanee layout has in the same places. */
export const KEDMANEE_ROWS: readonly (readonly [keys: string, letters: string])[] = [
  ['1234567890-=', 'ๅ/-ภถุึคตจขช'],
  ['qwertyuiop[]\\', 'ๆไำพะัีรนยบลฃ'],
  ["asdfghjkl;'", 'ฟหกดเ้่าสวง'],
  ['zxcvbnm,./', 'ผปแอิืทมใฝ'],
  ['!@#$%^&*()_+', '+๑๒๓๔ู฿๕๖๗๘๙'],
  ['QWERTYUIOP{}|', '๐"ฎฑธํ๊ณฯญฐ,ฅ'],
  ['ASDFGHJKL:"', 'ฤฆฏโฌ็๋ษศซ.'],
  ['ZXCVBNM<>?', '()ฉฮฺ์?ฒฬฦ'],
];
