import type { IncomingHttpHeaders } from 'node:http';
import { Injectable } from '@nestjs/common';
import { dayOf } from './day.js';
import { VisitNote } from './journal/visit-note.js';
import { factsIn, lengthOf, MAX_REMEMBERED_LENGTH } from './visit/request-facts.js';
import { VisitDescriber } from './visit/visit-describer.js';
import { VisitMemory } from './visit/visit-memory.js';

const MAX_VISITS = 10_000;

/**
 * What a journal says of a visit, worked out once for each visitor and day. Addresses stay in memory, and
 * there until the first visit of the next day.
 */
@Injectable()
export class VisitNotes {
  readonly #notes = new VisitMemory<VisitNote>(MAX_VISITS);
  #day = 0;

  constructor(private readonly describer: VisitDescriber) {}

  /** @param peer the address that connected. */
  of(headers: IncomingHttpHeaders, peer: string, nowMs: number): VisitNote {
    const facts = factsIn(headers);
    this.#forgetYesterday(dayOf(nowMs));
    const known = this.#notes.find(facts, peer);
    if (known !== undefined) return known;
    const note = new VisitNote(this.describer.describe(facts, peer, this.#day));
    const isLasting = this.describer.knowsVisitors(this.#day);
    if (isLasting && lengthOf(facts) <= MAX_REMEMBERED_LENGTH) this.#notes.keep(facts, peer, note);
    return note;
  }

  #forgetYesterday(day: number): void {
    if (day === this.#day) return;
    this.#day = day;
    this.#notes.clear();
  }
}
