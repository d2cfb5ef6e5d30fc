import type { WaysWords } from './th.ts';

export const waysMs: WaysWords = {
  back: 'Kembali',
  homeLink: 'Ke halaman utama',
  closeDialog: 'Bukan sekarang',
  offlineKept: 'Belum dihantar kerana talian terputus. Yang anda isi masih ada, tekan sekali lagi.',
  signInTitle: 'Belum dapat masuk',
  signInBody: 'Tutup halaman ini dan buka semula dari sembang. Data anda selamat.',
  nav: {
    label: 'Bahagian anda',
    resident: 'Makanan',
    shop: 'Kedai',
    rider: 'Penghantar',
    coordinator: 'Penyelaras',
    treasurer: 'Bendahari',
    donor: 'Kongsi makanan',
    privacy: 'Data saya',
    language: 'Bahasa',
  },
};
