import { Injectable } from '@nestjs/common';
import { LRUCache } from 'lru-cache';
import { Config } from '../../config/config.js';
import { dayOf } from '../day.js';
import { ClientAddress } from './client-address.js';
import { Countries } from './countries.js';
import { referrerHost } from './referrer.js';
import { factsIn, type RequestFacts } from './request-facts.js';
import { parseUserAgent, type UserAgent } from './user-agent.js';
import { bareVisit, type Visit } from './visit.js';
import { VisitorSalts } from './visitor-salts.js';
import { visitorNumber } from './visitors.js';

const MAX_VISITS = 20_000;
const MAX_USER_AGENTS = 5_000;
/** What is longer is worked out each time: it would let strangers fill the memory. */
const MAX_REMEMBERED_LENGTH = 1_024;

const PREFETCH = bareVisit('prefetch');
const BOT = bareVisit('bot');
const PRIVATE_HUMAN = bareVisit('human');

/**
 * Tells what may be remembered of a visitor. Addresses stay in memory, and there until the first visit of
 * the next day: what is made of them is a country, and a number that means nothing tomorrow.
 */
@Injectable()
export class VisitDescriber {
  readonly #clientAddress: ClientAddress;
  readonly #countries: Countries;
  readonly #visits = new LRUCache<string, Visit>({ max: MAX_VISITS });
  readonly #userAgents = new LRUCache<string, UserAgent>({ max: MAX_USER_AGENTS });
  #day = 0;

  constructor(
    config: Config,
    private readonly salts: VisitorSalts,
  ) {
    this.#clientAddress = new ClientAddress(config.trustProxy);
    this.#countries = Countries.open(config);
  }

  /**
   * The same object for the same visitor, as long as it is remembered.
   * @param peer the address that connected.
   */
  describe(rawHeaders: readonly string[], peer: string, nowMs: number): Visit {
    const facts = factsIn(rawHeaders);
    if (facts.isPrefetch) return PREFETCH;
    this.#forgetYesterday(dayOf(nowMs));
    const { userAgent, referer, forwardedFor, wantsPrivacy } = facts;
    // A template would take half as long again.
    const text =
      peer + (wantsPrivacy ? '\n1' : '\n') + forwardedFor + '\n' + referer + '\n' + userAgent;
    const known = this.#visits.get(text);
    if (known !== undefined) return known;
    const visit = this.#work(facts, peer);
    const isComplete = this.salts.of(this.#day) !== undefined;
    if (isComplete && text.length <= MAX_REMEMBERED_LENGTH) this.#visits.set(text, visit);
    return visit;
  }

  #forgetYesterday(day: number): void {
    if (day === this.#day) return;
    this.#day = day;
    this.#visits.clear();
  }

  #work(facts: RequestFacts, peer: string): Visit {
    const { isBot, ...program } = this.#parse(facts.userAgent);
    if (isBot) return BOT;
    if (facts.wantsPrivacy) return PRIVATE_HUMAN;
    const address = this.#clientAddress.of(peer, facts.forwardedFor);
    const salt = this.salts.of(this.#day);
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
