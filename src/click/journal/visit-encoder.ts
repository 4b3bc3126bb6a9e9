import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { dayOf } from '../day.js';
import { VisitCache } from '../visit/visit-cache.js';
import { VisitDescriber } from '../visit/visit-describer.js';
import { readVisitHeaders } from '../visit/visit-headers.js';
import { EncodedVisit } from './journal-format.js';

const MAX_VISITS = 10_000;

/** Encodes each visitor once a day. Keeps addresses in memory only, until the next day's first visit. */
@Injectable()
export class VisitEncoder {
  readonly #cache = new VisitCache<EncodedVisit>(MAX_VISITS);
  #day = 0;

  constructor(private readonly describer: VisitDescriber) {}

  encode(headers: IncomingHttpHeaders, remoteAddress: string, nowMs: number): EncodedVisit {
    const visitHeaders = readVisitHeaders(headers);
    this.#startDay(dayOf(nowMs));
    const cached = this.#cache.get(visitHeaders, remoteAddress);
    if (cached !== undefined) return cached;
    const visit = new EncodedVisit(this.describer.describe(visitHeaders, remoteAddress, this.#day));
    // Without a salt the visit has no visitor hash yet.
    if (this.describer.hasSaltFor(this.#day)) this.#cache.set(visitHeaders, remoteAddress, visit);
    return visit;
  }

  #startDay(day: number): void {
    if (day === this.#day) return;
    this.#day = day;
    this.#cache.clear();
  }
}
