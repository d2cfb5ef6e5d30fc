/** What people of the city type, and how they recognise a question that has no buttons: words of a language are data. */
export const SAID = {
  wantsFood: ['ขอข้าว', 'หิวข้าว', 'ขออาหารหน่อยค่ะ', 'ขอข้าว 2 กล่อง', 'อยากได้ข้าว'],
  myOrder: ['ข้าวถึงไหนแล้ว', 'เมื่อไหร่จะมา'],
  myCoupons: ['คูปองเหลือเท่าไหร่'],
  hello: ['สวัสดี', 'สวัสดีค่ะ'],
  thanks: ['ขอบคุณค่ะ', 'ขอบคุณครับ'],
  help: ['คุยกับคน'],
  wantsToGive: ['อยากบริจาค', 'บริจาค 5 มื้อ', 'บริจาค 200 บาท'],
  givesFood: ['มีข้าวมาให้', 'อยากให้อาหาร'],
  joinsShop: ['อยากเปิดร้านร่วมด้วย'],
  joinsRider: ['อยากส่งข้าว'],
  onDuty: ['เข้าเวร'],
  offDuty: ['ออกเวร', 'พักก่อน'],
  nonsense: ['ฮ่าๆๆ', 'ไม่รู้สิ', 'asdf', '????', '99999', 'ลืมแล้ว', 'เมื่อวานฝนตก'],
  cancels: ['ยกเลิก'],
} as const;

/** A piece of the question, and what is asked for. */
export const QUESTIONS_IN_WORDS = [
  ['ให้เรียกคุณว่าอะไร', 'name'],
  ['ให้ใช้ชื่อว่าอะไร', 'name'],
  ['อยู่ชุมชนไหน', 'community'],
  ['ให้ชุมชนไหน', 'community'],
  ['แพ้อาหารอะไร', 'allergy'],
  ['ร้านชื่ออะไร', 'shopName'],
  ['รหัสบนกล่อง', 'pickUpCode'],
  ['ผู้รับบอกรหัส', 'handOverCode'],
  ['รหัสของคนที่มารับ', 'shopCode'],
  ['เป็นอาหารอะไร', 'giftWords'],
  ['โครงการชื่ออะไร', 'campaignName'],
  ['เลขอ้างอิงของธนาคาร', 'bankReference'],
  ['เงินเข้ากี่บาท', 'amount'],
  ['อยากให้ช่วยเรื่องอะไร', 'help'],
  ['อยากตอบว่าอะไร', 'reply'],
  ['เบอร์โทร', 'phone'],
  ['เปิดกี่โมง', 'opens'],
  ['ปิดกี่โมง', 'closes'],
  ['ส่งอาหารที่ไหน', 'landmark'],
] as const;

export type AskedInWords = (typeof QUESTIONS_IN_WORDS)[number][1];

export const ALLERGY = 'กุ้ง';
export const HELP = 'อยากคุยเรื่องที่อยู่ค่ะ';
export const REPLY = 'รับทราบค่ะ จะติดต่อกลับนะคะ';

/** Names are made up and numbered, so that a neighbour can be found by what is written on a door. */
const FIRST_NAMES = ['มะลิ', 'สมใจ', 'นิด', 'แดง', 'อาหมัด', 'ฟาติมา', 'วิทย์', 'ก้อย', 'เอก', 'นก'] as const;

export function nameOf(number: number): string {
  return `${FIRST_NAMES[number % FIRST_NAMES.length] ?? ''}${number}`;
}

export function shopNameOf(number: number): string {
  return `ร้านข้าวแกง ${number}`;
}

export function dishOf(number: number): string {
  return `ข้าวผัดไก่ ${number}`;
}

export const CAMPAIGN_NAME = 'ปันอิ่มทั้งเมือง';

export function landmarkOf(number: number): string {
  return `ข้างมัสยิด ประตูสีฟ้า เลขที่ ${String(number).padStart(5, '0')}`;
}
