/** Messages to hold against the rules: short to write, one fault each. */

const family = '👨‍👩‍👧';
export const uri = { type: 'uri', label: 'open', uri: 'https://example.com/' };
export const postback = { type: 'postback', label: 'yes', data: 'a' };
export const text = (value: string, more: object = {}): object => ({ type: 'text', text: value, ...more });
export const quick = (action: object): object => text('hi', { quickReply: { items: [{ type: 'action', action }] } });
export const template = (value: object): object => ({ type: 'template', altText: 'alt', template: value });
export const buttons = (more: object): object => template({ type: 'buttons', text: 't', actions: [postback], ...more });
export const flex = (contents: object, altText = 'alt'): object => ({ type: 'flex', altText, contents });
export const body = (...contents: object[]): object => flex({ type: 'bubble', body: { type: 'box', layout: 'vertical', contents } });
export const label = (value: object): object => ({ type: 'text', text: 'x', ...value });
export const column = (more: object = {}): object => ({ text: 't', actions: [uri], ...more });
export const bubble = (more: object = {}): object => ({
  type: 'bubble',
  body: { type: 'box', layout: 'vertical', contents: [label({})] },
  ...more,
});

export const ACCEPTED: readonly (readonly [string, object])[] = [
  ['text of 5000', text('ก'.repeat(5000))],
  ['label of 20 graphemes in more code units', quick({ ...postback, label: family.repeat(20) })],
  ['display text of 300 graphemes', quick({ ...postback, displayText: 'ที่'.repeat(300) })],
  ['camera in a quick reply', quick({ type: 'camera', label: 'photo' })],
  ['location in a quick reply', quick({ type: 'location', label: 'here' })],
  ['tel address', quick({ ...uri, uri: 'tel:0812345678' })],
  [
    'date picker',
    quick({ type: 'datetimepicker', label: 'when', data: 'd', mode: 'datetime', min: '2026-01-01T00:00', max: '2026-02-01T00:00' }),
  ],
  ['buttons text of 160', buttons({ text: 'ก'.repeat(160) })],
  ['confirm', template({ type: 'confirm', text: 't', actions: [postback, uri] })],
  ['even carousel', template({ type: 'carousel', columns: [column(), column()] })],
  [
    'image without label in image carousel',
    template({ type: 'image_carousel', columns: [{ imageUrl: 'https://e.com/a.png', action: { type: 'uri', uri: uri.uri } }] }),
  ],
  ['spans instead of text', body({ type: 'text', contents: [{ type: 'span', text: 'x', size: 'lg', color: '#112233' }] })],
  [
    'icon in a baseline box',
    body({ type: 'box', layout: 'baseline', contents: [{ type: 'icon', url: 'https://e.com/i.png', size: 'md' }, label({})] }),
  ],
  ['box with action without label', body({ type: 'box', layout: 'vertical', contents: [], action: { type: 'uri', uri: uri.uri } })],
  ['image values', body({ type: 'image', url: 'https://e.com/a.png', size: 'full', aspectRatio: '20:13', aspectMode: 'cover' })],
  ['location', { type: 'location', title: 't', address: 'a', latitude: 7, longitude: 100.4 }],
  ['sticker', { type: 'sticker', packageId: '446', stickerId: '1988' }],
  ['textV2', { type: 'textV2', text: 'hi {who} {{x}}', substitution: { who: { type: 'mention', mentionee: { type: 'all' } } } }],
];
