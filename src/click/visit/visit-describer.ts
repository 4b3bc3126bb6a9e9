import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Config } from '../../config/config.js';
import { ClientAddress } from './client-address.js';
import { Countries } from './countries.js';
import { referrerHost } from './referrer.js';
import { MAX_REMEMBERED_LENGTH, type RequestFacts } from './request-facts.js';
import { parseUserAgent, type UserAgent } from './user-agent.js';
import { bareVisit, type Visit } from './visit.js';
import { VisitorSalts } from './visitor-salts.js';
import { visitorNumber } from './visitors.js';

const MAX_USER_AGENTS = 5_000;

const PREFETCH = bareVisit('prefetch');
const BOT = bareVisit('bot');
const PRIVATE_HUMAN = bareVisit('human');

/**
 * Tells what may be remembered of a visitor. Of addresses that is a country, and a number that means
 * nothing tomorrow.
 */
@Injectable()
export class VisitDescriber {
  readonly #clientAddress: ClientAddress;
  readonly #countries: Countries;
  readonly #userAgents = new LRUCache<string, UserAgent>({ max: MAX_USER_AGENTS });

  constructor(
    config: Config,
    private readonly salts: VisitorSalts,
  ) {
    this.#clientAddress = new ClientAddress(config.trustProxy);
    this.#countries = Countries.open(config);
  }

  /** Whether visitors can be told apart on this day yet. */
  knowsVisitors(day: number): boolean {
    return this.salts.of(day) !== undefined;
  }

  /** @param peer the address that connected. */
  describe(facts: RequestFacts, peer: string, day: number): Visit {
    if (facts.isPrefetch) return PREFETCH;
    const { isBot, ...program } = this.#parse(facts.userAgent);
    if (isBot) return BOT;
    if (facts.wantsPrivacy) return PRIVATE_HUMAN;
    const address = this.#clientAddress.of(peer, facts.forwardedFor);
    const salt = this.salts.of(day);
    const isKnown = address !== undefined && salt !== undefined;
    return {
      class: 'human',
      visitor: isKnown ? visitorNumber(salt, address, facts.userAgent) : null,
      referrer: referrerHost(facts.referer),
      country: address === undefined ? null : this.#countries.of(address),
      ...program,
    };
  }

  #parse(text: string): UserAgent {
    const known = this.#userAgents.get(text);
    if (known !== undefined) return known;
    const userAgent = parseUserAgent(text);
    if (text.length <= MAX_REMEMBERED_LENGTH) this.#userAgents.set(text, userAgent);
    return userAgent;
  }
}
