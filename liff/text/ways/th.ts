/** The words around every page: what follows the first view, and what its dialogs and forms say wherever they are. */
export const waysTh = {
  back: 'ย้อนกลับ',
  homeLink: 'กลับหน้าแรก',
  closeDialog: 'ไม่ใช่ตอนนี้',
  offlineKept: 'ยังส่งไม่ออกเพราะสัญญาณหลุดค่ะ สิ่งที่กรอกยังอยู่ กดอีกครั้งได้เลย',
  signInTitle: 'ยังเข้าใช้ไม่ได้ค่ะ',
  signInBody: 'ปิดหน้านี้ แล้วเปิดใหม่จากแชตได้เลยค่ะ ข้อมูลของคุณยังอยู่ครบ',
  nav: {
    label: 'ส่วนของคุณ',
    resident: 'รับอาหาร',
    shop: 'ร้าน',
    rider: 'ไรเดอร์',
    coordinator: 'ประสานงาน',
    treasurer: 'เหรัญญิก',
    donor: 'ร่วมปันมื้ออาหาร',
    privacy: 'ข้อมูลของฉัน',
    language: 'ภาษา',
  },
};

export type WaysWords = typeof waysTh;
