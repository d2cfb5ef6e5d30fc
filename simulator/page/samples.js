// Made-up pictures and a sound, drawn here so that nobody's real slip or door is needed.
import { words } from './json.js';
import { text } from './text.js';

const FONT = '"Noto Sans Thai Looped", "Noto Sans Thai", "Leelawadee UI", Thonburi, sans-serif';

/**
 * @param {{ width: number, height: number }} size
 * @param {(pen: CanvasRenderingContext2D) => void} draw
 * @returns {Promise<Blob>}
 */
async function drawn(size, draw) {
  const canvas = document.createElement('canvas');
  Object.assign(canvas, size);
  const pen = canvas.getContext('2d');
  if (!pen) throw new Error('no canvas');
  draw(pen);
  const { promise, resolve, reject } = Promise.withResolvers();
  canvas.toBlob((blob) => (blob ? resolve(blob) : reject(new Error('no picture'))), 'image/jpeg', 0.85);
  return promise;
}

/**
 * A bank slip of no bank, with a code that can be read as on a real one.
 * @param {number} [amountBaht]
 */
export async function sampleSlip(amountBaht = 400) {
  const now = new Date();
  const reference = `SIM${now.getTime()}`;
  const code = new Image();
  code.src = `/sim/api/slip-code?reference=${reference}`;
  await code.decode();
  return drawn({ width: 540, height: 760 }, (pen) => {
    fill(pen, '#e9eef5', [0, 0, 540, 760]);
    fill(pen, '#ffffff', [30, 30, 480, 700]);
    fill(pen, '#3b5b8c', [30, 30, 480, 96]);
    write(pen, text.slip.heading, { x: 270, y: 90, size: 34, colour: '#ffffff', align: 'center' });
    write(pen, now.toISOString().slice(0, 16).replace('T', '  '), { x: 270, y: 180, size: 24, colour: '#555555', align: 'center' });
    const rows = [
      [text.slip.from, text.slip.fromName],
      [text.slip.to, text.slip.toName],
    ];
    rows.forEach(([label, value], index) => {
      write(pen, label, { x: 70, y: 260 + index * 90, size: 22, colour: '#777777' });
      write(pen, value, { x: 70, y: 296 + index * 90, size: 28, colour: '#222222' });
    });
    write(pen, text.slip.amount, { x: 70, y: 450, size: 22, colour: '#777777' });
    write(pen, `${amountBaht.toFixed(2)} ${text.slip.baht}`, { x: 70, y: 505, size: 46, colour: '#222222' });
    write(pen, `${text.slip.reference} ${reference}`, { x: 70, y: 550, size: 22, colour: '#555555' });
    pen.imageSmoothingEnabled = false;
    pen.drawImage(code, 340, 566, 150, 150);
    write(pen, text.slip.sample, { x: 70, y: 690, size: 20, colour: '#a04020' });
  });
}

/** Food left at a door. */
export function sampleDoor() {
  return drawn({ width: 640, height: 480 }, (pen) => {
    fill(pen, '#d9cdb8', [0, 0, 640, 480]);
    fill(pen, '#9a8f80', [0, 400, 640, 80]);
    fill(pen, '#6d4c33', [210, 60, 200, 340]);
    fill(pen, '#7f5b3f', [230, 80, 160, 140]);
    fill(pen, '#7f5b3f', [230, 240, 160, 140]);
    fill(pen, '#e0c060', [380, 220, 12, 24]);
    fill(pen, '#f4efe2', [430, 320, 90, 90]);
    fill(pen, '#2f7d4f', [430, 345, 90, 26]);
    pen.strokeStyle = '#8a7a60';
    pen.lineWidth = 6;
    pen.beginPath();
    pen.arc(475, 320, 24, Math.PI, 0);
    pen.stroke();
    write(pen, text.door.bag, { x: 475, y: 440, size: 24, colour: '#ffffff', align: 'center' });
    write(pen, text.door.sample, { x: 20, y: 40, size: 22, colour: '#5a5040' });
  });
}

/** @param {CanvasRenderingContext2D} pen @param {string} colour @param {[number, number, number, number]} area */
function fill(pen, colour, area) {
  pen.fillStyle = colour;
  pen.fillRect(...area);
}

/**
 * @param {CanvasRenderingContext2D} pen
 * @param {string} line
 * @param {{ x: number, y: number, size: number, colour: string, align?: CanvasTextAlign }} how
 */
function write(pen, line, how) {
  pen.font = `${how.size}px ${FONT}`;
  pen.fillStyle = how.colour;
  pen.textAlign = how.align ?? 'left';
  pen.fillText(line, how.x, how.y);
}

export const VOICE_MS = 2000;
const RATE = 8000;

/** Two seconds of a soft tone, as a WAV file. */
export function sampleVoice() {
  const samples = (RATE * VOICE_MS) / 1000;
  const view = new DataView(new ArrayBuffer(44 + samples * 2));
  const letters = (/** @type {number} */ at, /** @type {string} */ word) =>
    new TextEncoder().encode(word).forEach((byte, index) => view.setUint8(at + index, byte));
  letters(0, 'RIFF');
  view.setUint32(4, 36 + samples * 2, true);
  letters(8, 'WAVEfmt ');
  view.setUint32(16, 16, true);
  view.setUint16(20, 1, true);
  view.setUint16(22, 1, true);
  view.setUint32(24, RATE, true);
  view.setUint32(28, RATE * 2, true);
  view.setUint16(32, 2, true);
  view.setUint16(34, 16, true);
  letters(36, 'data');
  view.setUint32(40, samples * 2, true);
  for (let index = 0; index < samples; index += 1) {
    const swell = Math.sin((Math.PI * index) / samples);
    view.setInt16(44 + index * 2, 6000 * swell * Math.sin((2 * Math.PI * 330 * index) / RATE), true);
  }
  return new Blob([view.buffer], { type: 'audio/wav' });
}

/**
 * @param {Blob} blob
 * @returns {Promise<string>} its bytes as base64
 */
export async function base64Of(blob) {
  const reader = new FileReader();
  const { promise, resolve, reject } = Promise.withResolvers();
  reader.addEventListener('load', () => resolve(words(reader.result).split(',')[1] ?? ''));
  reader.addEventListener('error', () => reject(reader.error));
  reader.readAsDataURL(blob);
  return promise;
}
