import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { people } from '../support/people.ts';
import { startCity } from '../support/test-city.ts';
import type { TestCity } from '../support/test-city.ts';

const { coordinator, treasurer, mali, noodleShop, ek, oh, wit } = people;

/** The whole job by chat alone, from an empty database: each test is the next chapter of one story. */
describe('from an empty database to a delivered meal', () => {
  let city: TestCity;
  beforeAll(async () => {
    city = await startCity();
  });
  afterAll(async () => {
    expect(await city.books()).toEqual([]);
    expect(city.platform.violations()).toEqual([]);
    expect(city.logged).toEqual([]);
    await city.close();
  });

  const orderNow = () =>
    city.service.deps.db.selectFrom('meal_order').selectAll().orderBy('placed_at', 'desc').limit(1).executeTakeFirstOrThrow();
  const totals = async () => {
    const phone = await city.signIn(treasurer);
    const { body } = await phone.get('/api/treasurer');
    return (
      body['campaigns'] as { totals: { receivedSatang: number; freeSatang: number; committedSatang: number; mealsHandedOver: number } }[]
    )[0]?.totals;
  };

  test('the coordinator makes a campaign, one question at a time, and the treasurer hears that it needs money', async () => {
    for (const words of ['เปิดแคมเปญ', 'ปันอิ่มหาดใหญ่', '50', '10', '20', 'วันนี้', 'อีก 60 วัน']) await city.says(coordinator, words);
    const check = city.hears(coordinator);
    for (const words of ['ปันอิ่มหาดใหญ่', '50 บาท', '10 มื้อ', '20 บาท', '23 พ.ย. 2569', '22 ม.ค. 2570']) expect(check).toContain(words);
    await city.taps(coordinator, 'ยืนยัน');
    expect(city.hears(coordinator)).toContain('เปิดโครงการแล้ว');
    expect(city.hears(treasurer)).toContain('รอเงินเข้า');
  });

  test('the treasurer records the first money under its bank reference', async () => {
    await city.taps(treasurer, 'บันทึกเงินเข้า');
    await city.taps(treasurer, 'ปันอิ่มหาดใหญ่');
    await city.says(treasurer, '2,000 บาท');
    await city.says(treasurer, 'KBANK 0001');
    await city.taps(treasurer, 'ยืนยัน');
    expect(city.hears(treasurer)).toContain('บันทึกเงินเข้า 2,000 บาท แล้วค่ะ');
    expect(await totals()).toMatchObject({ receivedSatang: 2000_00, freeSatang: 2000_00, committedSatang: 0 });
  });

  test('a shop applies in chat and the coordinator takes it in with one tap', async () => {
    await city.says(noodleShop, 'อยากเปิดร้านร่วมด้วย');
    await city.says(noodleShop, 'ก๋วยเตี๋ยวป้าแดง');
    await city.taps(noodleShop, 'ร้านอาหาร');
    await city.sharesPlace(noodleShop, { latitude: 7.008, longitude: 100.473 });
    for (const words of ['30', '8 โมงเช้า', '20.00', '45', 'ไม่ฮาลาล']) await city.says(noodleShop, words);
    await city.taps(noodleShop, 'ยืนยัน');
    expect(city.hears(coordinator)).toContain('ก๋วยเตี๋ยวป้าแดง');
    await city.taps(coordinator, 'รับเข้าร่วม');
    expect(city.hears(noodleShop)).toContain('ร้านเข้าร่วมแล้วค่ะ');
  });

  test('two riders apply, are taken in and go on duty', async () => {
    for (const rider of [ek, oh]) {
      await city.says(rider, 'อยากส่งข้าว');
      for (const words of ['เอก', 'มอไซค์', '10 กล่อง', 'หาดใหญ่', rider === ek ? 'รับค่าส่ง' : 'อาสา']) await city.says(rider, words);
      await city.taps(rider, 'ยืนยัน');
      await city.taps(coordinator, 'รับเข้าร่วม');
      await city.taps(rider, 'เริ่มรับงาน');
      expect(city.hears(rider)).toContain('เริ่มรับงานแล้วค่ะ');
    }
  });

  test('a resident is greeted, consents twice, answers short questions and lands in the queue', async () => {
    await city.follows(mali);
    expect(city.hears(mali)).toContain('ยินดีต้อนรับ');
    await city.says(mali, 'ขอข้าว');
    expect(city.hears(mali)).toContain('ขอใช้ชื่อและที่อยู่เพื่อส่งอาหาร');
    await city.taps(mali, 'ยินยอม');
    expect(city.hears(mali)).toContain('ขอใช้ข้อมูลสุขภาพได้ไหมคะ');
    await city.taps(mali, 'ยินยอม');
    await city.taps(mali, 'กักตัว');
    await city.picksDate(mali, '2026-12-01');
    await city.says(mali, 'มะลิ');
    await city.says(mali, 'ป้อม');
    expect(city.labels(mali)).toContain('ป้อม 4');
    await city.taps(mali, 'ป้อม 6');
    await city.taps(mali, '3 คน');
    await city.taps(mali, 'อาหารอ่อน');
    await city.taps(mali, 'เลือกครบแล้ว');
    await city.sharesPlace(mali, { latitude: 7.01, longitude: 100.47 });
    await city.taps(mali, 'ข้าม');
    await city.taps(mali, 'ยืนยัน');
    expect(city.hears(mali)).toContain('รอผู้ประสานงาน');
  });

  test('the coordinator sees the household without its health, looks at the reason on purpose, and approves', async () => {
    const card = city.hears(coordinator);
    expect(card).toContain('คุณมะลิ');
    expect(card).not.toContain('กักตัว');
    await city.taps(coordinator, 'ดูเหตุผล');
    expect(city.hears(coordinator)).toContain('กักตัวอยู่ที่บ้าน ถึง อ. 1 ธ.ค. 2569');
    await city.taps(coordinator, 'อนุมัติ 10 มื้อ');
    expect(city.hears(coordinator)).toContain('กองทุนเหลือ 1,500 บาท');
    expect(city.hears(mali)).toContain('ได้คูปองอาหารแล้วค่ะ');
    expect(await totals()).toMatchObject({ freeSatang: 1500_00, committedSatang: 500_00 });
  });

  test('two meals are asked for and held, and the shop gets the order without a name', async () => {
    await city.says(mali, 'ขอข้าวสองกล่อง');
    await city.taps(mali, 'เร็วที่สุด');
    await city.taps(mali, 'ส่งถึงบ้าน');
    await city.taps(mali, 'ยืนยัน');
    expect(city.hears(mali)).toContain('จองให้แล้ว 2 มื้อค่ะ');
    const asked = city.hears(noodleShop);
    expect(asked).toContain('อาหารอ่อน');
    expect(asked).toContain('90 บาท');
    expect(asked).not.toContain('มะลิ');
    expect(await totals()).toMatchObject({ freeSatang: 1480_00, committedSatang: 520_00 });
  });

  test('the shop accepts, cooks, and says when it is ready', async () => {
    await city.taps(noodleShop, 'รับทำ');
    expect(city.hears(noodleShop)).toContain((await orderNow()).pick_up_code);
    await city.taps(noodleShop, 'เริ่มทำแล้ว');
    await city.taps(noodleShop, 'ทำเสร็จแล้ว');
    expect(city.hears(noodleShop)).toContain('ไรเดอร์มารับ');
  });

  test('both riders are offered the ride; the first has it, the other hears kindly that it is taken', async () => {
    for (const rider of [ek, oh]) {
      const offer = city.hears(rider);
      expect(offer).toContain('งานใหม่');
      expect(offer).not.toContain('มะลิ');
    }
    await city.taps(ek, 'รับงานนี้');
    expect(city.hears(ek)).toContain('ไปรับที่ร้าน');
    await city.taps(oh, 'รับงานนี้');
    expect(city.hears(oh)).toContain('มีคนรับไปแล้วค่ะ');
  });

  test('the box code opens the way, the resident hears that it is coming, and her code ends the ride', async () => {
    const { pick_up_code: boxCode, hand_over_code: doorCode } = await orderNow();
    await city.taps(ek, 'รับอาหารแล้ว');
    await city.says(ek, 'ZZZZ');
    expect(city.hears(ek)).toContain('รหัสยังไม่ตรงค่ะ ลองได้อีก 4 ครั้ง');
    await city.says(ek, boxCode);
    expect(city.hears(ek)).toContain('ส่งให้คุณมะลิ');
    const coming = city.hears(mali);
    expect(coming).toContain('อาหารกำลังไปส่งค่ะ');
    expect(coming).toContain(doorCode);
    await city.taps(ek, 'ส่งถึงมือแล้ว');
    await city.says(ek, doorCode);
    expect(city.hears(ek)).toContain('ยอดที่จะได้รับ 20 บาท');
  });

  test('coupons are redeemed, shop and rider are owed, the rest is free again', async () => {
    // 2 × 50 and the fee of 20 were committed: 90 to the shop, 20 to the rider, 10 back to the fund.
    expect(await totals()).toEqual(
      expect.objectContaining({ receivedSatang: 2000_00, freeSatang: 1490_00, committedSatang: 400_00, mealsHandedOver: 2 }),
    );
    await city.says(noodleShop, 'เงินเข้าวันไหน');
    expect(city.hears(noodleShop)).toContain('90 บาท');
  });

  test('the resident says that it came; old news of the same order is not told any more', async () => {
    await city.says(mali, 'ได้รับแล้ว');
    const answer = city.hears(mali);
    expect(answer).toContain('คูปองเหลือ 8 มื้อ');
    expect(answer).not.toContain('ร้านรับเรื่องแล้ว');
  });

  test('a donor gives ten meals by QR and slip, the treasurer confirms, and the thanks ride on the next reply', async () => {
    await city.follows(wit);
    await city.says(wit, 'ปันอิ่ม 10 มื้อ');
    await city.taps(wit, 'ยืนยัน');
    expect(city.hears(wit)).toContain('500 บาท');
    const image = city.platform.lastMessages(wit).find((message) => message.type === 'image');
    expect(image).toBeDefined();
    const picture = await fetch((image as { originalContentUrl: string }).originalContentUrl);
    expect([picture.status, picture.headers.get('content-type')]).toEqual([200, 'image/png']);

    await city.sendsPhoto(wit);
    expect(city.hears(wit)).toContain('ได้รับสลิปแล้วค่ะ');
    await city.taps(treasurer, 'เงินเข้าแล้ว');
    await city.taps(treasurer, '500 บาท');
    await city.says(treasurer, 'KBANK 0001');
    await city.taps(treasurer, 'ยืนยัน');
    expect(city.hears(treasurer)).toContain('เลขอ้างอิงนี้');
    await city.says(treasurer, 'KBANK 0002');
    await city.taps(treasurer, 'ยืนยัน');
    expect(city.hears(treasurer)).toContain('บันทึกเงินเข้า 500 บาท');

    expect(city.hears(wit)).toBe('');
    await city.says(wit, 'สวัสดีค่ะ');
    expect(city.hears(wit)).toContain('ขอบคุณ');
    expect(await totals()).toMatchObject({ receivedSatang: 2500_00, freeSatang: 1990_00 });
  });

  test('one delivered order cost the residents two pushes, and every other word was a free reply', async () => {
    const pushes = city.platform.requests().filter((request) => request.path.endsWith('/message/push') && request.status === 200);
    expect(pushes.filter((request) => request.to?.includes(mali) === true)).toHaveLength(2);
  });
});
