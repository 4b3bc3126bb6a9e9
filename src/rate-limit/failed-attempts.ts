import { Inject, Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import { Config } from '../platform/config/config.js';
import { Problem } from '../platform/errors/problem.js';
import { minuteOf, secondsLeft } from './minute.js';
import { NOW_MS } from './rate-limiter.js';

/** Of one client in a minute, and on one instance: addresses are kept nowhere but in memory. */
const MAX_FAILURES = 20;
const MAX_CLIENTS = 10_000;
/** Who has one address of IPv6 has all of such a network. */
const IPV6_PREFIX_PARTS = 4;

interface Failures {
  readonly window: number;
  count: number;
}

/** Slows down who tries keys. With no limit of requests there is none of failures either. */
@Injectable()
export class FailedAttempts {
  readonly #isOn: boolean;
  readonly #byClient = new LRUCache<string, Failures>({ max: MAX_CLIENTS });

  constructor(
    { rateLimitPerMinute }: Config,
    @Inject(NOW_MS) private readonly nowMs: () => number,
  ) {
    this.#isOn = rateLimitPerMinute > 0;
  }

  /** @throws Problem `rate-limited` if the client has failed too often in this minute. */
  assertNotBlocked(address: string | undefined): void {
    if (!this.#isOn || this.#failuresOf(address).count < MAX_FAILURES) return;
    throw new Problem('rate-limited', {
      detail: 'Too many requests from this address had no valid API key.',
      headers: { 'Retry-After': String(secondsLeft(this.nowMs())) },
    });
  }

  recordFailure(address: string | undefined): void {
    if (this.#isOn) this.#failuresOf(address).count++;
  }

  #failuresOf(address: string | undefined): Failures {
    const client = clientOf(address);
    const window = minuteOf(this.nowMs());
    const known = this.#byClient.get(client);
    if (known?.window === window) return known;
    const failures = { window, count: 0 };
    this.#byClient.set(client, failures);
    return failures;
  }
}

function clientOf(address = ''): string {
  if (!ipaddr.isValid(address)) return '';
  const parsed = ipaddr.process(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return (parsed as ipaddr.IPv6).parts.slice(0, IPV6_PREFIX_PARTS).join(':');
}
