// Every word that a person reads on the simulator page.

const SECOND_MS = 1000;

/** @type {Record<string, string>} */
export const roleNames = {
  newcomer: 'คนใหม่',
  resident: 'ผู้รับ',
  shop: 'ร้าน',
  rider: 'ไรเดอร์',
  donor: 'ผู้ให้',
  coordinator: 'ผู้ประสานงาน',
  treasurer: 'เหรัญญิก',
  other: 'อื่น ๆ',
};

/** How a bot's message was sent, and what that costs. @type {Record<string, { name: string, means: string }>} */
export const vias = {
  reply: { name: 'ตอบกลับ', means: 'ไม่นับโควตา' },
  push: { name: 'ส่งเอง', means: 'นับโควตา' },
  multicast: { name: 'ส่งหลายคน', means: 'นับโควตา' },
};

/** What became of an event that the bot did not take. @type {Record<string, string>} */
export const webhookTroubles = {
  timeout: 'บอตไม่ตอบภายใน 2 วินาที',
  refused: 'ต่อกับบอตไม่ได้',
  held: 'เหตุการณ์นี้ถูกพักไว้ก่อน',
  dropped: 'เหตุการณ์นี้หายระหว่างทาง',
};

/** @type {Record<string, string>} */
export const faultNames = {
  down: 'แพลตฟอร์มล่มทั้งหมด',
  api429: 'ตอบว่าเรียกถี่เกินไป (429)',
  api500: 'ตอบว่าขัดข้อง (500)',
  hang: 'รับแล้วเงียบ ไม่ตอบ',
  acceptThenTimeout: 'ส่งถึงคนแล้ว แต่ไม่บอกบอต',
  duplicate: 'ส่งเหตุการณ์ซ้ำ',
  delay: 'ส่งเหตุการณ์ช้า 3 วินาที',
  outOfOrder: 'สลับลำดับเหตุการณ์',
  redeliver: 'ส่งใหม่เมื่อบอตไม่รับ',
};

export const text = {
  title: 'ห้องลองเล่นปันอิ่ม',
  what: 'ลองคุยกับปันอิ่มแทนทุกคนในเมือง ไม่มีข้อความไหนออกไปถึงใครจริง',
  whatEnglish: 'A pretend LINE: play every person in town. Nothing leaves this computer.',
  people: 'คนในเมือง',
  addPerson: 'เพิ่มคนใหม่',
  addPersonName: 'ชื่อ',
  addPersonRole: 'ตั้งใจจะเป็น',
  add: 'เพิ่ม',
  cancel: 'ยกเลิก',
  close: 'ปิด',
  send: 'ส่ง',
  closeColumn: (/** @type {string} */ name) => `ปิดแชตของ${name}`,
  openColumn: (/** @type {string} */ name) => `เปิดแชตของ${name}`,
  unread: 'มีข้อความใหม่',
  chatOf: (/** @type {string} */ name) => `แชตของ${name}`,
  messagesOf: (/** @type {string} */ name) => `ข้อความของ${name}`,
  noColumns: 'เลือกคนจากรายชื่อเพื่อเปิดแชต',
  newcomerHint: 'ยังไม่ได้เป็นเพื่อนกับปันอิ่ม',
  follow: 'เพิ่มเพื่อน',
  unblock: 'เลิกบล็อก',
  block: 'บล็อกปันอิ่ม',
  blockedHint: 'บล็อกปันอิ่มอยู่ ข้อความจะไม่ถึงคนนี้',
  unsendLast: 'ยกเลิกข้อความล่าสุดที่ส่ง',
  moreOf: (/** @type {string} */ name) => `เมนูของ${name}`,
  newBelow: 'ข้อความใหม่ ↓',
  emptyChat: 'ยังไม่มีข้อความ ลองพิมพ์ว่า สวัสดี',
  relation: { friend: 'เพื่อน', stranger: 'ยังไม่เป็นเพื่อน', blocked: 'บล็อกอยู่' },
  unsent: 'ยกเลิกข้อความนี้แล้ว',
  typing: 'กำลังพิมพ์',
  photo: 'รูปภาพ',
  enlarge: 'ดูรูปใหญ่',
  video: 'วิดีโอ',
  voice: 'ข้อความเสียง',
  file: 'ไฟล์',
  sticker: 'สติกเกอร์',
  location: 'ตำแหน่งที่ตั้ง',
  carousel: 'การ์ดหลายใบ เลื่อนดูได้',
  unknownMessage: (/** @type {string} */ kind) => `ข้อความชนิด ${kind} แสดงที่นี่ไม่ได้`,
  quickReplies: 'ตอบเร็ว',
  menu: 'เมนู',
  menuShow: 'เปิดเมนู',
  menuHide: 'พับเมนู',
  area: (/** @type {string | number} */ number) => `ช่องที่ ${number}`,
  compose: (/** @type {string} */ name) => `พิมพ์ในนาม${name}`,
  more: 'ส่งอย่างอื่น',
  moreSticker: 'สติกเกอร์',
  morePhoto: 'รูปภาพ',
  moreLocation: 'ตำแหน่ง',
  moreVoice: 'ข้อความเสียง',
  moreDate: 'วันที่',
  photoFile: 'เลือกรูปจากเครื่อง',
  photoSlip: 'รูปสลิปตัวอย่าง',
  photoDoor: 'รูปหน้าบ้านตัวอย่าง',
  voiceSend: 'ส่งเสียงตัวอย่าง 2 วินาที',
  homePin: 'หมุดบ้านของคนนี้',
  latitude: 'ละติจูด',
  longitude: 'ลองจิจูด',
  sendLocation: 'ส่งพิกัดนี้',
  pickDate: 'เลือกวันหรือเวลา',
  useDate: 'ใส่วันที่ในข้อความ',
  confirmDate: 'ตกลง',
  callNote: (/** @type {string | number} */ number) => `ในโทรศัพท์จริง ปุ่มนี้จะโทรไปที่ ${number}`,
  copied: (/** @type {string} */ words) => `คัดลอกแล้ว: ${words}`,
  refusedAddress: 'ที่อยู่ของปุ่มนี้เปิดไม่ได้',
  notInSimulator: (/** @type {string} */ kind) => `ปุ่มชนิด ${kind} ยังลองที่นี่ไม่ได้`,
  webhookStatus: (/** @type {number} */ status) => `บอตตอบด้วยสถานะ ${status}`,
  phoneOf: (/** @type {string} */ name) => `โทรศัพท์ของ${name}`,
  phoneClose: 'ปิดหน้านี้',
  phoneReload: 'โหลดใหม่',
  offline: 'ต่อกับเครื่องจำลองไม่ได้ กำลังลองใหม่',
  story: 'เรื่องที่ลองเล่นได้',
  storyIntro: 'เล่นตามลำดับนี้แล้วจะเห็นทั้งเรื่อง ตั้งแต่ขอข้าวจนถึงผู้ให้',
  openPerson: (/** @type {string} */ name) => `ไปที่แชตของ${name}`,
  say: (/** @type {string} */ words) => `พิมพ์ว่า “${words}”`,
  state: 'สถานะและการรบกวน',
  quota: 'โควตาเดือนนี้',
  quotaOf: (/** @type {number} */ used, /** @type {number} */ limit) => `${used} จาก ${limit}`,
  replies: 'ตอบกลับล่าสุด (ไม่นับโควตา)',
  pushes: 'ส่งเองล่าสุด (นับโควตา)',
  problems: 'คำขอที่แพลตฟอร์มไม่รับ',
  noProblems: 'ยังไม่มี',
  deliveries: 'เหตุการณ์ล่าสุดที่ส่งให้บอต',
  faults: 'ลองให้เกิดเรื่อง',
  clearFaults: 'กลับเป็นปกติ',
  faultsOn: (/** @type {number} */ count) => `กำลังรบกวน ${count} อย่าง`,
  sendAgain: 'ส่งเหตุการณ์ล่าสุดซ้ำ',
  sentAgain: 'ส่งซ้ำแล้ว',
  sendFailed: 'ส่งเหตุการณ์ที่บอตไม่ได้รับ',
  health: 'สุขภาพของบอต',
  showPeople: 'รายชื่อคน',
  slip: {
    heading: 'โอนเงินสำเร็จ',
    sample: 'สลิปตัวอย่าง ไม่ใช่ของจริง',
    from: 'จาก',
    to: 'ไปยัง',
    fromName: 'คุณผู้ให้ใจดี',
    toName: 'กองทุนปันอิ่ม',
    amount: 'จำนวนเงิน',
    baht: 'บาท',
    reference: 'เลขที่อ้างอิง',
  },
  door: { sample: 'รูปตัวอย่าง', bag: 'ข้าวหน้าประตู' },
};

/** Places that a person may send as a location; public spots, no one's home. */
export const places = [
  { title: 'ตลาดกิมหยง', address: 'ถนนศุภสารรังสรรค์ หาดใหญ่', latitude: 7.0075, longitude: 100.4712 },
  { title: 'สถานีรถไฟหาดใหญ่', address: 'ถนนธรรมนูญวิถี หาดใหญ่', latitude: 7.0057, longitude: 100.4655 },
  { title: 'โรงพยาบาลหาดใหญ่', address: 'ถนนรัถการ หาดใหญ่', latitude: 7.0157, longitude: 100.4672 },
  { title: 'มหาวิทยาลัยสงขลานครินทร์', address: 'คอหงส์ หาดใหญ่', latitude: 7.0065, longitude: 100.4985 },
  { title: 'หาดสมิหลา', address: 'เมืองสงขลา', latitude: 7.2146, longitude: 100.5957 },
  { title: 'ตลาดรถไฟสงขลา', address: 'เมืองสงขลา', latitude: 7.1995, longitude: 100.5916 },
];

/** The story of the first page, one step a line: who does what, and what to look for. */
export const story = [
  { role: 'newcomer', what: 'คนใหม่กดเพิ่มเพื่อน ดูว่าปันอิ่มแนะนำตัวอย่างไร' },
  { role: 'resident', words: 'ขอข้าว', what: 'ขอข้าว แล้วลงทะเบียนทีละคำถามด้วยปุ่ม' },
  { role: 'coordinator', what: 'ผู้ประสานงานดูเรื่องของคนใหม่ แล้วอนุมัติคูปอง' },
  { role: 'resident', words: 'ขอข้าว 2 มื้อ', what: 'ได้คูปองแล้ว ขออาหาร เลือกเวลาและวิธีรับ' },
  { role: 'shop', what: 'ร้านที่มีจุดแจ้งข้อความใหม่เห็นคำขอ กดรับทำ เริ่มทำแล้ว และทำเสร็จแล้ว' },
  { role: 'rider', what: 'ไรเดอร์รับงาน ไปที่ร้าน แล้วพิมพ์รหัสบนกล่อง' },
  { role: 'resident', what: 'ผู้รับดูว่าข้าวถึงไหนแล้ว และเห็นรหัสรับอาหาร' },
  { role: 'rider', what: 'ไรเดอร์ส่งมอบด้วยรหัสของผู้รับ หรือวางหน้าบ้านแล้วส่งรูป' },
  { role: 'resident', words: 'ได้รับแล้ว', what: 'ผู้รับยืนยันว่าได้ข้าวแล้ว หรือแจ้งปัญหา' },
  { role: 'shop', words: 'เงินเข้าวันไหน', what: 'ร้านดูว่าจะได้เงินเท่าไร วันไหน' },
  { role: 'donor', words: 'ปันอิ่ม 10 มื้อ', what: 'ผู้ให้ได้คิวอาร์ โอนเงิน แล้วส่งรูปสลิป' },
  { role: 'treasurer', what: 'เหรัญญิกเทียบสลิปกับบัญชี แล้วบันทึกเงินเข้า' },
  { role: 'donor', words: 'เงินไปไหน', what: 'ผู้ให้ได้คำขอบคุณ และเห็นว่าเงินกลายเป็นข้าวกี่มื้อ' },
  { role: 'coordinator', words: 'คิวงาน', what: 'ผู้ประสานงานดูเรื่องที่รอการตัดสินใจ' },
  { role: 'resident', words: 'คุยกับคน', what: 'ลองพิมพ์สิ่งที่ปันอิ่มไม่รู้จัก ส่งสติกเกอร์ เสียง หรือตำแหน่ง' },
];

/** The town's clock, wherever the person who plays is. */
const timeZone = 'Asia/Bangkok';
const clock = new Intl.DateTimeFormat('th-TH', { hour: '2-digit', minute: '2-digit', hour12: false, timeZone });
const day = new Intl.DateTimeFormat('th-TH', { timeZone, day: 'numeric', month: 'long', weekday: 'long' });
const shortDate = new Intl.DateTimeFormat('th-TH-u-ca-buddhist', { day: 'numeric', month: 'numeric', year: 'numeric' });

/** @param {number} at */
export const clockTime = (at) => clock.format(at);
/** @param {number} at */
export const dayName = (at) => day.format(at);
/** @param {number} at */
export const thaiDate = (at) => shortDate.format(at);
/** @param {number} durationMs */
export const seconds = (durationMs) => `${Math.max(1, Math.round(durationMs / SECOND_MS))}″`;

/**
 * The letter a name is known by: Thai vowels that are written first are not it.
 * @param {string} name
 */
export const initialOf = (name) => /(?![เแโใไ])\p{L}/u.exec(name)?.[0] ?? '?';
