/** A list of words or phrases kept as one comma-separated text: easier to read and to add to than one a line. */
export function terms(list: string): string[] {
  return list
    .split(/[,\n]/u)
    .map((term) => term.trim())
    .filter((term) => term !== '');
}
