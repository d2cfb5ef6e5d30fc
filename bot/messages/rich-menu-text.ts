import type { Language } from '../domain/words.ts';

/**
 * The words in the pictures of the rich menus. `shown` is drawn (a line break makes two lines), `label` is read
 * aloud by screen readers and appears in the chat as what the person said, `says` is sent instead of a button
 * where a typed sentence does the work. At most 20 visible characters a label: LINE refuses more.
 */
interface MenuWord {
  shown: string;
  label: string;
  says?: string;
}

export type MenuWordKey =
  | 'ask_food'
  | 'my_order'
  | 'coupon'
  | 'donate'
  | 'menu'
  | 'talk'
  | 'shop_orders'
  | 'shop_hand_over'
  | 'shop_capacity'
  | 'shop_page'
  | 'money_due'
  | 'duty_on'
  | 'rider_jobs'
  | 'job_now'
  | 'duty_off'
  | 'problem'
  | 'queue'
  | 'coordinator_page'
  | 'new_campaign'
  | 'fund'
  | 'money_queue'
  | 'record_money'
  | 'treasurer_page';

interface RichMenuText {
  /** The bar under the chat that opens the menu, at most 14 visible characters. */
  bar: Record<'resident' | 'shop' | 'rider' | 'coordinator' | 'treasurer', string>;
  words: Record<MenuWordKey, MenuWord>;
}

const WHEN_PAID_THAI = 'เงินเข้าวันไหน';
const FUND_THAI = 'เงินไปไหน';

const th: RichMenuText = {
  bar: {
    resident: 'เมนูปันอิ่ม',
    shop: 'เมนูร้าน',
    rider: 'เมนูไรเดอร์',
    coordinator: 'เมนูผู้ประสาน',
    treasurer: 'เมนูเหรัญญิก',
  },
  words: {
    ask_food: { shown: 'ขออาหาร', label: 'ขออาหาร' },
    my_order: { shown: 'อาหาร\nของฉัน', label: 'อาหารของฉัน' },
    coupon: { shown: 'คูปอง', label: 'คูปอง' },
    donate: { shown: 'ร่วมปันอิ่ม', label: 'ร่วมปันอิ่ม บริจาค' },
    menu: { shown: 'เรื่องอื่น', label: 'ร่วมทีมและเรื่องอื่น' },
    talk: { shown: 'คุยกับคน', label: 'คุยกับคน' },
    shop_orders: { shown: 'ออเดอร์', label: 'ออเดอร์' },
    shop_hand_over: { shown: 'รับคูปอง', label: 'รับคูปอง' },
    shop_capacity: { shown: 'ทำได้\nกี่มื้อ', label: 'วันนี้ทำได้กี่มื้อ' },
    shop_page: { shown: 'หน้าร้าน', label: 'เปิดหน้าร้าน' },
    money_due: { shown: 'เงินที่\nจะได้', label: 'เงินที่จะได้', says: WHEN_PAID_THAI },
    duty_on: { shown: 'เข้าเวร', label: 'เข้าเวร' },
    rider_jobs: { shown: 'ดูงาน', label: 'ดูงานที่รอส่ง' },
    job_now: { shown: 'งานตอนนี้', label: 'งานตอนนี้' },
    duty_off: { shown: 'พักก่อน', label: 'พักก่อน' },
    problem: { shown: 'มีปัญหา', label: 'มีปัญหา' },
    queue: { shown: 'คิวงาน', label: 'คิวงาน' },
    coordinator_page: { shown: 'หน้างาน', label: 'เปิดหน้างาน' },
    new_campaign: { shown: 'แคมเปญ\nใหม่', label: 'แคมเปญใหม่' },
    fund: { shown: 'เงิน\nกองทุน', label: 'เงินกองทุน', says: FUND_THAI },
    money_queue: { shown: 'เงินเข้า', label: 'เงินเข้า' },
    record_money: { shown: 'บันทึกเงิน', label: 'บันทึกเงิน' },
    treasurer_page: { shown: 'หน้า\nเหรัญญิก', label: 'เปิดหน้าเหรัญญิก' },
  },
};

const en: RichMenuText = {
  bar: { resident: 'Pan-Im menu', shop: 'Shop menu', rider: 'Rider menu', coordinator: 'Coordinator', treasurer: 'Treasurer' },
  words: {
    ask_food: { shown: 'Ask for\nfood', label: 'Ask for food' },
    my_order: { shown: 'My food', label: 'My food' },
    coupon: { shown: 'Coupons', label: 'Coupons' },
    donate: { shown: 'Give\na meal', label: 'Give a meal' },
    menu: { shown: 'More', label: 'Join in, and more' },
    talk: { shown: 'Talk to\na person', label: 'Talk to a person' },
    shop_orders: { shown: 'Orders', label: 'Orders' },
    shop_hand_over: { shown: 'Take\ncoupon', label: 'Take a coupon' },
    shop_capacity: { shown: 'Meals\ntoday', label: 'Meals we cook today' },
    shop_page: { shown: 'My shop', label: 'Open my shop' },
    money_due: { shown: 'My pay', label: 'My pay', says: 'when do I get paid' },
    duty_on: { shown: 'Go on\nduty', label: 'Go on duty' },
    rider_jobs: { shown: 'See jobs', label: 'See jobs' },
    job_now: { shown: 'Job now', label: 'My job now' },
    duty_off: { shown: 'Take\na break', label: 'Take a break' },
    problem: { shown: 'Problem', label: 'I have a problem' },
    queue: { shown: 'Queue', label: 'Queue' },
    coordinator_page: { shown: 'Work\npage', label: 'Open the work page' },
    new_campaign: { shown: 'New\ncampaign', label: 'New campaign' },
    fund: { shown: 'The fund', label: 'The fund', says: 'where does the money go' },
    money_queue: { shown: 'Money in', label: 'Money in' },
    record_money: { shown: 'Record\nmoney', label: 'Record money' },
    treasurer_page: { shown: 'Treasurer\npage', label: 'Treasurer page' },
  },
};

const ms: RichMenuText = {
  bar: { resident: 'Menu Pan-Im', shop: 'Menu kedai', rider: 'Menu rider', coordinator: 'Penyelaras', treasurer: 'Bendahari' },
  words: {
    ask_food: { shown: 'Minta\nmakanan', label: 'Minta makanan' },
    my_order: { shown: 'Makanan\nsaya', label: 'Makanan saya' },
    coupon: { shown: 'Kupon', label: 'Kupon' },
    donate: { shown: 'Beri\nmakan', label: 'Beri makan, derma' },
    menu: { shown: 'Lain-lain', label: 'Sertai dan lain-lain' },
    talk: { shown: 'Hubungi\norang', label: 'Cakap dengan orang' },
    shop_orders: { shown: 'Pesanan', label: 'Pesanan' },
    shop_hand_over: { shown: 'Terima\nkupon', label: 'Terima kupon' },
    shop_capacity: { shown: 'Hidangan\nhari ini', label: 'Hidangan hari ini' },
    shop_page: { shown: 'Kedai\nsaya', label: 'Buka kedai saya' },
    money_due: { shown: 'Bayaran\nsaya', label: 'Bayaran saya', says: 'bila dapat bayaran' },
    duty_on: { shown: 'Mula\nbertugas', label: 'Mula bertugas' },
    rider_jobs: { shown: 'Lihat\ntugas', label: 'Lihat tugas' },
    job_now: { shown: 'Tugas\nsekarang', label: 'Tugas sekarang' },
    duty_off: { shown: 'Rehat\ndulu', label: 'Rehat dulu' },
    problem: { shown: 'Ada\nmasalah', label: 'Ada masalah' },
    queue: { shown: 'Giliran', label: 'Giliran' },
    coordinator_page: { shown: 'Halaman\nkerja', label: 'Buka halaman kerja' },
    new_campaign: { shown: 'Kempen\nbaharu', label: 'Kempen baharu' },
    fund: { shown: 'Tabung', label: 'Tabung', says: 'ke mana wang pergi' },
    money_queue: { shown: 'Wang\nmasuk', label: 'Wang masuk' },
    record_money: { shown: 'Catat\nwang', label: 'Catat wang' },
    treasurer_page: { shown: 'Halaman\nbendahari', label: 'Halaman bendahari' },
  },
};

/** The two sentences are Thai: questions about money are not understood in Burmese yet, and they must work. */
const my: RichMenuText = {
  bar: { resident: 'မီနူး', shop: 'ဆိုင်မီနူး', rider: 'ပို့ဆောင်မီနူး', coordinator: 'ညှိနှိုင်းမီနူး', treasurer: 'ငွေမီနူး' },
  words: {
    ask_food: { shown: 'အစားအစာ\nတောင်းမယ်', label: 'အစားအစာ တောင်းမယ်' },
    my_order: { shown: 'ကျွန်ုပ်၏\nအစားအစာ', label: 'ကျွန်ုပ်၏ အစားအစာ' },
    coupon: { shown: 'ကူပွန်', label: 'ကူပွန်' },
    donate: { shown: 'လှူဒါန်းမယ်', label: 'လှူဒါန်းမယ်' },
    menu: { shown: 'အခြား', label: 'အခြား' },
    talk: { shown: 'လူနဲ့\nပြောမယ်', label: 'လူနဲ့ ပြောမယ်' },
    shop_orders: { shown: 'အော်ဒါများ', label: 'အော်ဒါများ' },
    shop_hand_over: { shown: 'ကူပွန်\nလက်ခံမယ်', label: 'ကူပွန် လက်ခံမယ်' },
    shop_capacity: { shown: 'ဘယ်နှစ်ပွဲ\nချက်နိုင်လဲ', label: 'ဘယ်နှစ်ပွဲ ချက်နိုင်လဲ' },
    shop_page: { shown: 'ကျွန်ုပ်၏\nဆိုင်', label: 'ကျွန်ုပ်၏ ဆိုင်' },
    money_due: { shown: 'ရမည့်ငွေ', label: 'ရမည့်ငွေ', says: WHEN_PAID_THAI },
    duty_on: { shown: 'တာဝန်\nစမယ်', label: 'တာဝန်စမယ်' },
    rider_jobs: { shown: 'အလုပ်များ', label: 'အလုပ်များ ကြည့်မယ်' },
    job_now: { shown: 'ယခု\nအလုပ်', label: 'ယခု အလုပ်' },
    duty_off: { shown: 'ခဏ\nနားမယ်', label: 'ခဏ နားမယ်' },
    problem: { shown: 'ပြဿနာ\nရှိတယ်', label: 'ပြဿနာ ရှိတယ်' },
    queue: { shown: 'စောင့်နေသူ\nစာရင်း', label: 'စောင့်နေသူ စာရင်း' },
    coordinator_page: { shown: 'အလုပ်\nစာမျက်နှာ', label: 'အလုပ် စာမျက်နှာ' },
    new_campaign: { shown: 'ကမ်ပိန်း\nအသစ်', label: 'ကမ်ပိန်း အသစ်' },
    fund: { shown: 'ရန်ပုံငွေ', label: 'ရန်ပုံငွေ', says: FUND_THAI },
    money_queue: { shown: 'ဝင်ငွေ', label: 'ဝင်ငွေ' },
    record_money: { shown: 'ငွေ\nမှတ်တမ်း', label: 'ငွေ မှတ်တမ်း' },
    treasurer_page: { shown: 'ဘဏ္ဍာရေး\nစာမျက်နှာ', label: 'ဘဏ္ဍာရေး စာမျက်နှာ' },
  },
};

export const RICH_MENU_TEXT: Record<Language, RichMenuText> = { th, en, ms, my };
