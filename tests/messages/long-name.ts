/** A name of 100 Thai letters, as long as a form takes one, with vowels and tone marks above and below. */
export const LONG_NAME = 'น้ำผึ้งพี่น้องปู่ย่า'.repeat(8).slice(0, 100);
