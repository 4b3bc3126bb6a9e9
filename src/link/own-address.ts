import { isIP } from 'node:net';
import ipaddr from 'ipaddr.js';

const DEFAULT_PORTS: Readonly<Record<string, string>> = {
  'http:': '80',
  'ws:': '80',
  'https:': '443',
  'wss:': '443',
};

/** A server at the default port of one scheme usually answers at that of the other with a redirect. */
const ALL_DEFAULT_PORTS = ['80', '443'];

/** Ranges of addresses that lead a browser to its own machine. */
const LOCAL_RANGES = new Set(['loopback', 'unspecified']);

/** The URLs that lead to this service: the host and port of `PUBLIC_URL`, and its path or below. */
export class OwnAddress {
  readonly #host: string;
  readonly #ports: readonly string[];
  readonly #segments: readonly string[];

  constructor(publicUrl: string) {
    const url = new URL(publicUrl);
    this.#host = canonicalHost(url);
    this.#ports = url.port === '' ? ALL_DEFAULT_PORTS : [url.port];
    this.#segments = segmentsOf(decode(url.pathname));
  }

  includes(url: URL): boolean {
    const defaultPort = DEFAULT_PORTS[url.protocol];
    if (defaultPort === undefined || !this.#ports.includes(url.port || defaultPort)) return false;
    return canonicalHost(url) === this.#host && this.#isBelow(url.pathname);
  }

  /** Proxies that choose by path decode it before they split it, or after. */
  #isBelow(path: string): boolean {
    const readings = [segmentsOf(decode(path)), segmentsOf(path).map(decode)];
    return readings.some((segments) =>
      this.#segments.every((segment, index) => segments[index] === segment),
    );
  }
}

function canonicalHost({ hostname }: URL): string {
  const host = hostname.replace(/\.+$/, '').replace(/^\[|\]$/g, '');
  if (isIP(host) === 0) return /(?:^|\.)localhost$/.test(host) ? 'localhost' : host;
  const address = ipaddr.process(host);
  return LOCAL_RANGES.has(address.range()) ? 'localhost' : address.toString();
}

/** Resolves `.`, `..` and empty segments. */
function segmentsOf(path: string): string[] {
  const segments: string[] = [];
  for (const segment of path.split('/')) {
    if (segment === '..') segments.pop();
    else if (segment !== '.' && segment !== '') segments.push(segment);
  }
  return segments;
}

/** Decodes to bytes, so that no sequence is invalid. */
function decode(path: string): string {
  return path.replace(/%([0-9a-f]{2})/gi, (_match, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  );
}
