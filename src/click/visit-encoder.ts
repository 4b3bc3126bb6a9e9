import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { dayOf } from './day.js';
import { EncodedVisit } from './journal/encoded-visit.js';
import { readVisitHeaders } from './visit/visit-headers.js';
import { VisitDescriber } from './visit/visit-describer.js';
import { VisitCache } from './visit/visit-cache.js';

const MAX_VISITS = 10_000;

/**
 * What a journal says of a visit, worked out once for each visitor and day. Addresses stay in memory, and
 * there until the first visit of the next day.
 */
@Injectable()
export class VisitEncoder {
  readonly #cache = new VisitCache<EncodedVisit>(MAX_VISITS);
  #day = 0;

  constructor(private readonly describer: VisitDescriber) {}

  /** @param remoteAddress the address that connected. */
  encode(headers: IncomingHttpHeaders, remoteAddress: string, nowMs: number): EncodedVisit {
    const facts = readVisitHeaders(headers);
    this.#forgetYesterday(dayOf(nowMs));
    const known = this.#cache.get(facts, remoteAddress);
    if (known !== undefined) return known;
    const note = new EncodedVisit(this.describer.describe(facts, remoteAddress, this.#day));
    if (this.describer.hasSaltFor(this.#day)) this.#cache.set(facts, remoteAddress, note);
    return note;
  }

  #forgetYesterday(day: number): void {
    if (day === this.#day) return;
    this.#day = day;
    this.#cache.clear();
  }
}
