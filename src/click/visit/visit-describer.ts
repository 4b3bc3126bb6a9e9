import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Config } from '../../platform/config/config.js';
import { ClientAddress } from './client-address.js';
import { GeoIp } from './geo-ip.js';
import { referrerHost } from './referrer.js';
import { MAX_CACHED_LENGTH, type VisitHeaders } from './visit-headers.js';
import { parseUserAgent, type UserAgent } from './user-agent.js';
import { anonymousVisit, type Visit } from './visit.js';
import { VisitorSalts } from './visitor-salts.js';
import { hashVisitor } from './visitor-hash.js';

const MAX_USER_AGENTS = 5_000;

const PREFETCH = anonymousVisit('prefetch');
const BOT = anonymousVisit('bot');
const PRIVATE_HUMAN = anonymousVisit('human');

/**
 * Tells what may be remembered of a visitor. Of addresses that is a country, and a number that means
 * nothing tomorrow.
 */
@Injectable()
export class VisitDescriber {
  readonly #clientAddress: ClientAddress;
  readonly #countries: GeoIp;
  readonly #userAgents = new LRUCache<string, UserAgent>({ max: MAX_USER_AGENTS });

  constructor(
    config: Config,
    private readonly salts: VisitorSalts,
  ) {
    this.#clientAddress = new ClientAddress(config.trustProxy);
    this.#countries = GeoIp.open(config);
  }

  /** Whether visitors can be told apart on this day yet. */
  knowsVisitors(day: number): boolean {
    return this.salts.get(day) !== undefined;
  }

  /** @param remoteAddress the address that connected. */
  describe(facts: VisitHeaders, remoteAddress: string, day: number): Visit {
    if (facts.isPrefetch) return PREFETCH;
    const { isBot, ...program } = this.#parse(facts.userAgent);
    if (isBot) return BOT;
    if (facts.optsOutOfTracking) return PRIVATE_HUMAN;
    const address = this.#clientAddress.resolve(remoteAddress, facts.forwardedFor);
    const salt = this.salts.get(day);
    const isKnown = address !== undefined && salt !== undefined;
    return {
      class: 'human',
      visitor: isKnown ? hashVisitor(salt, address, facts.userAgent) : null,
      referrer: referrerHost(facts.referer),
      country: address === undefined ? null : this.#countries.countryOf(address),
      ...program,
    };
  }

  #parse(text: string): UserAgent {
    const known = this.#userAgents.get(text);
    if (known !== undefined) return known;
    const userAgent = parseUserAgent(text);
    if (text.length <= MAX_CACHED_LENGTH) this.#userAgents.set(text, userAgent);
    return userAgent;
  }
}
