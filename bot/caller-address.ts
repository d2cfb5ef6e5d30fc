import type { IncomingMessage } from 'node:http';
import { BlockList, isIP, isIPv6 } from 'node:net';

/** A proxy on the same machine or network tells the caller's address; one from elsewhere is not believed. */
const PROXIES = new BlockList();
for (const [network, prefix] of [
  ['127.0.0.0', 8],
  ['169.254.0.0', 16],
  ['10.0.0.0', 8],
  ['172.16.0.0', 12],
  ['192.168.0.0', 16],
] as const)
  PROXIES.addSubnet(network, prefix, 'ipv4');
for (const [network, prefix] of [
  ['::1', 128],
  ['fe80::', 10],
  ['fc00::', 7],
] as const)
  PROXIES.addSubnet(network, prefix, 'ipv6');

const MAPPED = /^::ffff:(?=\d+\.)/iu;
/** Providers give a home or a phone a whole network of 64 bits: its addresses are one caller. */
const NETWORK_GROUPS = 4;
const ALL_GROUPS = 8;

function networkOf(address: string): string {
  const [front = '', back] = address.split('%')[0]?.split('::') ?? [];
  const groups = (text = ''): string[] => (text === '' ? [] : text.split(':').map((group) => Number.parseInt(group, 16).toString(16)));
  const left = groups(front);
  const right = groups(back);
  const between = back === undefined ? 0 : ALL_GROUPS - left.length - right.length;
  const all = [...left, ...Array.from({ length: between }, () => '0'), ...right];
  return `${all.slice(0, NETWORK_GROUPS).join(':')}::`;
}

/**
 * Whose requests are counted together: the nearest address on the way here that is no proxy of ours. What somebody
 * outside writes into `X-Forwarded-For` stands further away than the address that our proxy saw, and is not reached.
 */
export function callerOf(request: IncomingMessage): string {
  const told = [request.headers['x-forwarded-for'] ?? []].flat().join(',').split(',');
  const way = [request.socket.remoteAddress ?? '', ...told.toReversed()].map((address) => address.trim().replace(MAPPED, ''));
  let nearest = '';
  for (const address of way) {
    // Words that are no address end the way: what is behind them is nobody's to believe.
    if (isIP(address) === 0) break;
    nearest = address;
    if (!PROXIES.check(address, isIPv6(address) ? 'ipv6' : 'ipv4')) break;
  }
  return isIPv6(nearest) ? networkOf(nearest) : nearest;
}
