const id = (number: number): string => `U${number.toString(16).padStart(32, '0')}`;

/** Invented people; nobody has a role but the first coordinator and the first treasurer. */
export const people = {
  coordinator: id(1),
  treasurer: id(2),
  mali: id(11),
  somjai: id(12),
  yaiAiad: id(13),
  noodleShop: id(21),
  halalShop: id(22),
  otherShop: id(23),
  ek: id(31),
  oh: id(32),
  nok: id(33),
  wit: id(41),
  wilai: id(42),
} as const;
