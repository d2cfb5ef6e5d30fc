import type { ConsentPurpose, Language } from '../../domain/words.ts';

/**
 * What a person agrees to, word for word. The hash of this text is kept with each consent, so a change of
 * any word needs a new version; the old words stay in the history of this file.
 * English, Malay and Burmese were written without native speakers: a native review is wished for.
 */
interface ConsentText {
  version: string;
  text: string;
}

const VERSION = '1';

const TEXTS: Record<ConsentPurpose, Record<Language, string>> = {
  contact: {
    th: [
      'ใช้เพื่อส่งอาหารให้ถึงคุณเท่านั้นค่ะ',
      'เก็บ: ชื่อ ชุมชน จุดส่ง เบอร์โทร และอาหารที่ทานได้',
      'คนที่เห็น: ผู้ประสานงานของชุมชน และไรเดอร์ที่ส่งมื้อนั้น ร้านไม่เห็นชื่อหรือที่อยู่',
      'ถ้าไม่ยินยอม เรายังส่งถึงบ้านไม่ได้ แต่คุยกับคนเพื่อหาทางอื่นได้ค่ะ',
      'ถอนได้ทุกเมื่อ พิมพ์ "ถอนความยินยอม" (ประกาศฉบับที่ 1)',
    ].join('\n'),
    en: [
      'We use this only to bring food to you.',
      'Kept: your name, community, where to deliver, phone number and what you can eat.',
      'Who sees it: the coordinator of your community, and the rider of that meal. Shops see no name or address.',
      'Without it we cannot deliver to your home, but you can talk to a person about another way.',
      'You can withdraw at any time: type "withdraw consent" (notice version 1).',
    ].join('\n'),
    ms: [
      'Kami gunakan ini hanya untuk menghantar makanan kepada anda.',
      'Disimpan: nama, komuniti, tempat hantar, nombor telefon dan makanan yang sesuai.',
      'Yang melihatnya: penyelaras komuniti anda dan penghantar makanan itu. Kedai tidak melihat nama atau alamat.',
      'Tanpanya kami tidak dapat menghantar ke rumah, tetapi anda boleh bercakap dengan orang kami tentang cara lain.',
      'Boleh ditarik balik bila-bila masa: taip "tarik balik persetujuan" (notis versi 1).',
    ].join('\n'),
    my: [
      'သင့်ထံ အစားအစာ ပို့ရန်အတွက်သာ သုံးပါသည်။',
      'သိမ်းမည့်အရာ - အမည်၊ ရပ်ကွက်၊ ပို့ရမည့်နေရာ၊ ဖုန်းနံပါတ်နှင့် စားနိုင်သော အစားအစာ။',
      'မြင်ရသူ - သင့်ရပ်ကွက်၏ ညှိနှိုင်းသူနှင့် ထိုအစာကို ပို့သူ။ ဆိုင်က အမည်နှင့် လိပ်စာကို မမြင်ရပါ။',
      'သဘောမတူပါက အိမ်အထိ မပို့နိုင်ပါ၊ သို့သော် အခြားနည်းအတွက် လူနှင့် စကားပြောနိုင်ပါသည်။',
      'အချိန်မရွေး ရုပ်သိမ်းနိုင်သည် - "သဘောတူညီချက် ရုပ်သိမ်း" ဟု ရိုက်ပါ (ကြေညာချက် အမှတ် 1)။',
    ].join('\n'),
  },
  health: {
    th: [
      'ใช้เพื่อจัดอาหารให้เหมาะ และรู้ว่าต้องส่งถึงวันไหนค่ะ',
      'เก็บ: การกักตัวที่บ้าน วันที่ครบ และอาหารที่แพ้',
      'คนที่เห็น: ผู้ประสานงานของชุมชน ไรเดอร์ไม่เห็น ร้านเห็นแค่อาหารที่แพ้',
      'ไม่ยินยอมก็ขออาหารได้เหมือนเดิมค่ะ จะมีคนในชุมชนช่วยดูให้แทน',
      'ถอนได้ทุกเมื่อ พิมพ์ "ถอนความยินยอม" (ประกาศฉบับที่ 1)',
    ].join('\n'),
    en: [
      'We use this to choose suitable food and to know until when to bring it.',
      'Kept: that you isolate at home, until which day, and food allergies.',
      'Who sees it: the coordinator of your community. Riders never; shops see only the allergy.',
      'You get food all the same without it: someone from your community will check instead.',
      'You can withdraw at any time: type "withdraw consent" (notice version 1).',
    ].join('\n'),
    ms: [
      'Kami gunakan ini untuk memilih makanan yang sesuai dan tahu sehingga bila perlu dihantar.',
      'Disimpan: kuarantin di rumah, tarikh tamat, dan alahan makanan.',
      'Yang melihatnya: penyelaras komuniti anda. Penghantar tidak; kedai hanya melihat alahan.',
      'Tanpanya anda masih boleh minta makanan: orang dari komuniti akan menyemak.',
      'Boleh ditarik balik bila-bila masa: taip "tarik balik persetujuan" (notis versi 1).',
    ].join('\n'),
    my: [
      'သင့်တော်သော အစားအစာ ရွေးရန်နှင့် ဘယ်နေ့အထိ ပို့ရမည်ကို သိရန် သုံးပါသည်။',
      'သိမ်းမည့်အရာ - အိမ်တွင် သီးသန့်နေခြင်း၊ ပြီးဆုံးမည့်ရက်နှင့် မတည့်သော အစာ။',
      'မြင်ရသူ - သင့်ရပ်ကွက်၏ ညှိနှိုင်းသူ။ ပို့သူက မမြင်ရပါ၊ ဆိုင်က မတည့်သော အစာကိုသာ မြင်ရသည်။',
      'သဘောမတူသော်လည်း အစားအစာ တောင်းနိုင်ပါသည်၊ ရပ်ကွက်မှ လူတစ်ဦးက အစား စစ်ဆေးပေးပါမည်။',
      'အချိန်မရွေး ရုပ်သိမ်းနိုင်သည် - "သဘောတူညီချက် ရုပ်သိမ်း" ဟု ရိုက်ပါ (ကြေညာချက် အမှတ် 1)။',
    ].join('\n'),
  },
};

export function consentText(purpose: ConsentPurpose, language: Language): ConsentText {
  return { version: VERSION, text: TEXTS[purpose][language] };
}
