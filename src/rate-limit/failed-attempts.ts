import type { IncomingMessage } from 'node:http';
import { Inject, Injectable } from '@nestjs/common';
import ipaddr from 'ipaddr.js';
import { LRUCache } from 'lru-cache';
import { Config } from '../platform/config/config.js';
import { Problem } from '../platform/errors/problem.js';
import { ClientAddress } from '../platform/http/client-address.js';
import { remoteAddressOf } from '../platform/http/remote-address.js';
import { NOW_MS, getSecondsLeft, toMinute } from './rate-limiter.js';

/** Per client, minute and instance. Addresses are kept in memory only. */
const MAX_FAILURES = 20;
const MAX_CLIENTS = 10_000;
/** A client with one IPv6 address usually controls its whole /64 network: 4 parts of 16 bits. */
const IPV6_PREFIX_PARTS = 4;

interface Failures {
  readonly minute: number;
  count: number;
}

/** Blocks clients that guess keys, unless rate limits are switched off. */
@Injectable()
export class FailedAttempts {
  readonly #isOn: boolean;
  readonly #byClient = new LRUCache<string, Failures>({ max: MAX_CLIENTS });

  constructor(
    { rateLimitPerMinute }: Config,
    @Inject(NOW_MS) private readonly nowMs: () => number,
    private readonly clientAddress: ClientAddress,
  ) {
    this.#isOn = rateLimitPerMinute > 0;
  }

  /** @throws Problem `rate-limited` if the client has failed too often in the current minute. */
  assertNotBlocked(request: IncomingMessage): void {
    if (!this.#isOn || this.#getFailures(request).count < MAX_FAILURES) return;
    throw new Problem('rate-limited', {
      detail: 'Too many requests from this address had no valid API key.',
      headers: { 'Retry-After': String(getSecondsLeft(this.nowMs())) },
    });
  }

  recordFailure(request: IncomingMessage): void {
    if (this.#isOn) this.#getFailures(request).count++;
  }

  #getFailures({ headers, socket }: IncomingMessage): Failures {
    const forwardedFor = String(headers['x-forwarded-for'] ?? '');
    const client = toClient(this.clientAddress.resolve(remoteAddressOf(socket), forwardedFor));
    const minute = toMinute(this.nowMs());
    const known = this.#byClient.get(client);
    if (known?.minute === minute) return known;
    const failures = { minute, count: 0 };
    this.#byClient.set(client, failures);
    return failures;
  }
}

function toClient(address = ''): string {
  if (address === '') return '';
  const parsed = ipaddr.parse(address);
  if (parsed.kind() === 'ipv4') return parsed.toString();
  return (parsed as ipaddr.IPv6).parts.slice(0, IPV6_PREFIX_PARTS).join(':');
}
