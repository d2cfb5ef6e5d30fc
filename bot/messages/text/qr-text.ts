/** The words on the picture of a donation's QR; banks and donors here read Thai. */
export const QR_TEXT = {
  title: 'ปันอิ่ม',
  scan: 'สแกนด้วยแอปธนาคาร',
  baht: 'บาท',
  reference: 'เลขอ้างอิง',
} as const;
