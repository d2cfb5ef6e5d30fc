/** What the heads of columns are called in the exports of Thai banks; the first that fits wins, upper and lower case alike. */
export const COLUMN_WORDS = {
  date: /วันที่|วันทำรายการ|\bdate\b/iu,
  time: /เวลา|\btime\b/iu,
  deposit: /เงินฝาก|เงินเข้า|รับเข้า|ฝากเข้า|เครดิต|\bdeposits?\b|\bcredits?\b|money in|paid in/iu,
  amount: /จำนวนเงิน|ยอดเงิน|\bamounts?\b/iu,
  reference: /อ้างอิง|เลขที่รายการ|\bref(?:erence|\.|\b)|transaction (?:id|no)|\btrace\b/iu,
  words: /รายละเอียด|คำอธิบาย|หมายเหตุ|บันทึกช่วยจำ|description|details?\b|particulars|remarks?|\bnotes?\b|\bmemo\b/iu,
} as const;

/** The months as banks shorten them, the first letters of each in Thai and in English. */
export const MONTH_WORDS: readonly RegExp[] = [
  /^(?:ม\.?ค|มกรา|jan)/iu,
  /^(?:ก\.?พ|กุมภา|feb)/iu,
  /^(?:มี\.?ค|มีนา|mar)/iu,
  /^(?:เม\.?ย|เมษา|apr)/iu,
  /^(?:พ\.?ค|พฤษภา|may)/iu,
  /^(?:มิ\.?ย|มิถุนา|jun)/iu,
  /^(?:ก\.?ค|กรกฎา|jul)/iu,
  /^(?:ส\.?ค|สิงหา|aug)/iu,
  /^(?:ก\.?ย|กันยา|sep)/iu,
  /^(?:ต\.?ค|ตุลา|oct)/iu,
  /^(?:พ\.?ย|พฤศจิกา|nov)/iu,
  /^(?:ธ\.?ค|ธันวา|dec)/iu,
];

/** What may stand beside an amount. */
export const BAHT_WORDS = /฿|บาท|\bthb\b|\bbaht\b/giu;
