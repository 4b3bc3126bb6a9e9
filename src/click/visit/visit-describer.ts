import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Config } from '../../platform/config/config.js';
import { ClientAddress } from '../../platform/http/client-address.js';
import { GeoIp } from './geo-ip.js';
import { referrerHost } from './referrer.js';
import type { VisitHeaders } from './visit-headers.js';
import { parseUserAgent, type UserAgent } from './user-agent.js';
import { anonymousVisit, type Visit } from './visit.js';
import { VisitorSalts } from './visitor-salts.js';
import { hashVisitor } from './visitor-hash.js';

const MAX_USER_AGENTS = 5_000;
/** Longer texts are not cached, so that clients cannot fill the memory. */
const MAX_CACHED_LENGTH = 1_024;

const PREFETCH = anonymousVisit('prefetch');
const BOT = anonymousVisit('bot');
const PRIVATE_HUMAN = anonymousVisit('human');

/** Reduces an address to a country and a hash with the salt of the day. */
@Injectable()
export class VisitDescriber {
  readonly #geoIp: GeoIp;
  readonly #userAgents = new LRUCache<string, UserAgent>({ max: MAX_USER_AGENTS });

  constructor(
    config: Config,
    private readonly salts: VisitorSalts,
    private readonly clientAddress: ClientAddress,
  ) {
    this.#geoIp = GeoIp.open(config);
  }

  hasSaltFor(day: number): boolean {
    return this.salts.get(day) !== undefined;
  }

  describe(headers: VisitHeaders, remoteAddress: string, day: number): Visit {
    if (headers.isPrefetch) return PREFETCH;
    const { isBot, ...software } = this.#parse(headers.userAgent);
    if (isBot) return BOT;
    if (headers.optsOutOfTracking) return PRIVATE_HUMAN;
    const address = this.clientAddress.resolve(remoteAddress, headers.forwardedFor);
    const salt = this.salts.get(day);
    const canHash = address !== undefined && salt !== undefined;
    return {
      class: 'human',
      visitor: canHash ? hashVisitor(salt, address, headers.userAgent) : null,
      referrer: referrerHost(headers.referer),
      country: address === undefined ? null : this.#geoIp.countryOf(address),
      ...software,
    };
  }

  #parse(text: string): UserAgent {
    const cached = this.#userAgents.get(text);
    if (cached !== undefined) return cached;
    const userAgent = parseUserAgent(text);
    if (text.length <= MAX_CACHED_LENGTH) this.#userAgents.set(text, userAgent);
    return userAgent;
  }
}
