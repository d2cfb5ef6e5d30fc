#!/usr/bin/env node
/**
 * Checks a copy of Pan-Im's public books on any computer with Node.js, without a network and without any package.
 * ตรวจสมุดบัญชีสาธารณะของปันอิ่มบนเครื่องไหนก็ได้ที่มี Node.js ไม่ต้องต่อเน็ต ไม่ต้องติดตั้งอะไรเพิ่ม
 *
 *   node verify-books.mjs heads.jsonl 2026-11-23.jsonl 2026-11-24.jsonl …
 *   node verify-books.mjs heads.jsonl … --head 2026-11-23=HEAD      a head you wrote down earlier / ค่าหัวที่จดไว้เอง
 *   node verify-books.mjs heads.jsonl --proof proof.json            a receipt's proof / หลักฐานของใบเสร็จ
 *
 * What a book says, line by line: the first line is the day's seal, then one transfer a line. / สมุดหนึ่งวัน: บรรทัดแรกคือผนึกของวัน ต่อไปบรรทัดละหนึ่งรายการ
 *   leaf  = SHA-256(0x00 + the line without "chain")      node = SHA-256(0x01 + left + right), an odd one moves up
 *   chain = SHA-256(chain of the line before + "\n" + leaf)
 *   head  = SHA-256(JSON of [previous head, day, first, last, transfers, root, chain])
 * All hashes are base64url. Exit code 0: everything fits; 1: something does not. / ผลลัพธ์ 0 คือตรงทั้งหมด 1 คือมีที่ไม่ตรง
 */
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';

const sha256 = (...parts) => parts.reduce((hash, part) => hash.update(part), createHash('sha256')).digest();
const text = (hash) => hash.toString('base64url');

const leafOf = ({ n, day, template, unit, from, to, amount, commitment }) =>
  sha256(Uint8Array.of(0), JSON.stringify({ n, day, template, unit, from, to, amount, commitment }));

const chainOf = (previous, leaf) => text(sha256(previous, '\n', leaf));

function rootOf(leaves) {
  if (leaves.length === 0) return sha256();
  let level = leaves;
  while (level.length > 1) {
    const above = [];
    for (let i = 0; i < level.length; i += 2)
      above.push(i + 1 < level.length ? sha256(Uint8Array.of(1), level[i], level[i + 1]) : level[i]);
    level = above;
  }
  return level[0];
}

const headOf = ({ previous, day, first, last, transfers, root, chain }) =>
  text(sha256(JSON.stringify([previous, day, first, last, transfers, root, chain])));

const problems = [];
function problem(english, thai) {
  problems.push(`✗ ${english}\n  ${thai}`);
}

function readLines(path) {
  try {
    return readFileSync(path, 'utf8')
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => JSON.parse(line));
  } catch (error) {
    problem(`${path} cannot be read as JSON lines (${error.message})`, `อ่านไฟล์ ${path} ไม่ได้ หรือไฟล์ไม่ครบ`);
    return [];
  }
}

const nextDay = (day) => new Date(Date.parse(`${day}T00:00:00Z`) + 86_400_000).toISOString().slice(0, 10);

/** Every head follows from the one before, day after day, without a gap. */
function checkHeads(heads) {
  let previous;
  for (const seal of heads) {
    if (headOf(seal) !== seal.head) problem(`the head of ${seal.day} is not what its seal says`, `ค่าหัวของวันที่ ${seal.day} ไม่ตรงกับผนึก`);
    if (previous !== undefined && seal.previous !== previous.head) {
      problem(`${seal.day} does not follow from ${previous.day}`, `วันที่ ${seal.day} ไม่ต่อจากวันที่ ${previous.day}`);
    }
    if (previous !== undefined && seal.day !== nextDay(previous.day)) {
      problem(`a day is missing between ${previous.day} and ${seal.day}`, `มีวันหายไประหว่าง ${previous.day} กับ ${seal.day}`);
    }
    if (previous !== undefined && seal.first !== previous.last + 1) {
      problem(`transfers are missing between ${previous.day} and ${seal.day}`, `มีรายการหายไประหว่าง ${previous.day} กับ ${seal.day}`);
    }
    previous = seal;
  }
}

/** The number of the first line that does not hang on the one before; all after it hang on it. */
function firstBadLine(seal, lines, before) {
  let chain = before;
  for (const [index, line] of lines.entries()) {
    const isNext = line.n === seal.first + index && line.day === seal.day;
    const hangs = chain === undefined || chainOf(chain, leafOf(line)) === line.chain;
    if (!isNext || !hangs) return line.n;
    chain = line.chain;
  }
  return undefined;
}

function checkSeal(seal, heads) {
  const known = heads.find((head) => head.day === seal.day);
  if (known?.head === seal.head && headOf(seal) === seal.head) return;
  problem(`the book of ${seal.day} carries another seal than the list of heads`, `สมุดวันที่ ${seal.day} ผนึกไม่ตรงกับรายการค่าหัว`);
}

function checkBook([seal, ...lines], heads) {
  if (seal === undefined) return;
  checkSeal(seal, heads);
  const before = seal.previous === '' ? '' : heads.find((head) => head.head === seal.previous)?.chain;
  const bad = firstBadLine(seal, lines, before);
  if (bad !== undefined) {
    problem(`the first bad transfer is number ${bad} of ${seal.day}`, `รายการแรกที่ผิดคือรายการที่ ${bad} ของวันที่ ${seal.day}`);
  } else if (lines.length !== seal.transfers) {
    problem(`the book of ${seal.day} has ${lines.length} transfers instead of ${seal.transfers}`, `สมุดวันที่ ${seal.day} มีรายการไม่ครบ`);
  } else if (text(rootOf(lines.map(leafOf))) !== seal.root) {
    problem(`the book of ${seal.day} does not give its root`, `สมุดวันที่ ${seal.day} รวมแล้วไม่ตรงกับผนึก`);
  }
}

/** With all books at hand, no kind of account may ever have gone below zero, but the outside world. */
function checkBalances(books) {
  const balances = new Map();
  for (const line of books.flatMap(([, ...lines]) => lines)) {
    for (const [account, change] of [
      [line.from, -line.amount],
      [line.to, line.amount],
    ]) {
      const balance = (balances.get(account) ?? 0) + change;
      balances.set(account, balance);
      if (balance < 0 && !account.startsWith('outside')) {
        problem(`${account} goes below zero at transfer ${line.n}`, `บัญชี ${account} ติดลบที่รายการ ${line.n}`);
        return;
      }
    }
  }
}

function checkNotedHead(noted, heads) {
  const [day, head] = noted.split('=');
  const known = heads.find((seal) => seal.day === day);
  if (known === undefined) problem(`${day} is not in the list any more`, `วันที่ ${day} หายไปจากรายการ`);
  else if (known.head !== head) problem(`${day} has another head than you wrote down`, `ค่าหัวของวันที่ ${day} ไม่ตรงกับที่จดไว้`);
}

function checkProof(path, heads) {
  const proof = JSON.parse(readFileSync(path, 'utf8'));
  let hash = leafOf(proof.line);
  for (const { side, hash: neighbour } of proof.path) {
    const other = Buffer.from(neighbour, 'base64url');
    hash = side === 'left' ? sha256(Uint8Array.of(1), other, hash) : sha256(Uint8Array.of(1), hash, other);
  }
  const known = heads.find((seal) => seal.day === proof.seal.day);
  const holds = text(hash) === proof.seal.root && headOf(proof.seal) === proof.seal.head && known?.head === proof.seal.head;
  if (!holds) problem('the proof does not lead to the published head', 'หลักฐานนี้ไม่ตรงกับค่าหัวที่ประกาศไว้');
  else process.stdout.write(`✓ transfer ${proof.line.n} of ${proof.line.amount / 100} baht stands in the books of ${proof.line.day}\n`);
}

function main(words) {
  const files = [];
  const noted = [];
  const proofs = [];
  for (let i = 0; i < words.length; i += 1) {
    if (words[i] === '--head') noted.push(words[(i += 1)]);
    else if (words[i] === '--proof') proofs.push(words[(i += 1)]);
    else files.push(words[i]);
  }
  const [headsFile, ...bookFiles] = files;
  if (headsFile === undefined) {
    process.stderr.write('node verify-books.mjs heads.jsonl BOOK.jsonl … [--head DAY=HEAD] [--proof FILE]\n');
    return 1;
  }
  const heads = readLines(headsFile);
  checkHeads(heads);
  const books = bookFiles.map(readLines).toSorted((a, b) => (a[0]?.first ?? 0) - (b[0]?.first ?? 0));
  for (const book of books) checkBook(book, heads);
  if (problems.length === 0 && books.length === heads.length) checkBalances(books);
  for (const head of noted) checkNotedHead(head, heads);
  for (const path of proofs) checkProof(path, heads);
  if (problems.length > 0) {
    process.stdout.write(`${problems.join('\n')}\n`);
    return 1;
  }
  process.stdout.write(`✓ ${heads.length} days and ${books.length} books fit together / ถูกต้อง ${heads.length} วัน ${books.length} เล่ม\n`);
  return 0;
}

process.exitCode = main(process.argv.slice(2));
