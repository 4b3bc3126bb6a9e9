import type { VisitHeaders } from './visit-headers.js';

/** Longer keys are not cached, so that clients cannot fill the memory. */
const MAX_KEY_LENGTH = 1_024;

/** Holds the latest `maxCount` entries and up to as many older ones. A hit renews an older entry. */
export class VisitCache<Value> {
  #current = new Map<string, Value>();
  #previous = new Map<string, Value>();

  constructor(private readonly maxCount: number) {}

  get(headers: VisitHeaders, remoteAddress: string): Value | undefined {
    const key = toKey(headers, remoteAddress);
    const current = this.#current.get(key);
    if (current !== undefined) return current;
    const previous = this.#previous.get(key);
    if (previous !== undefined) this.#insert(key, previous);
    return previous;
  }

  set(headers: VisitHeaders, remoteAddress: string, value: Value): void {
    const key = toKey(headers, remoteAddress);
    if (key.length <= MAX_KEY_LENGTH) this.#insert(key, value);
  }

  clear(): void {
    this.#current.clear();
    this.#previous.clear();
  }

  #insert(key: string, value: Value): void {
    if (this.#current.size === this.maxCount) {
      this.#previous = this.#current;
      this.#current = new Map();
    }
    this.#current.set(key, value);
  }
}

/** Node rejects header values with line breaks. */
function toKey(headers: VisitHeaders, remoteAddress: string): string {
  const { userAgent, referer, forwardedFor, optsOutOfTracking, isPrefetch } = headers;
  return `${userAgent}\n${referer}\n${forwardedFor}\n${optsOutOfTracking}\n${isPrefetch}\n${remoteAddress}`;
}
