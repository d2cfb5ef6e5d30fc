import type { WaysWords } from './th.ts';

export const waysMy: WaysWords = {
  back: 'နောက်သို့',
  homeLink: 'ပထမစာမျက်နှာသို့',
  closeDialog: 'ယခုမဟုတ်သေး',
  offlineKept: 'လိုင်းပြတ်၍ မပို့ရသေးပါ။ ဖြည့်ထားသည်များ ရှိနေပါသည်။ ထပ်နှိပ်ပါ။',
  signInTitle: 'ဝင်၍မရသေးပါ',
  signInBody: 'ဤစာမျက်နှာကို ပိတ်ပြီး ချတ်မှ ပြန်ဖွင့်ပါ။ သင့်အချက်အလက် မပျောက်ပါ။',
  nav: {
    label: 'သင့်အပိုင်းများ',
    resident: 'အစားအစာ',
    shop: 'ဆိုင်',
    rider: 'ပို့ဆောင်သူ',
    coordinator: 'ညှိနှိုင်းရေး',
    treasurer: 'ငွေထိန်း',
    donor: 'အစားအစာ မျှဝေရန်',
    privacy: 'ကျွန်ုပ်၏ အချက်အလက်',
    language: 'ဘာသာစကား',
  },
};
