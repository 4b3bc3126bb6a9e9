import type { Clicks } from '../click.js';
import type { Visit } from '../visit/visit.js';
import { decodeVisit } from './encoded-visit.js';

const DEFINITION = /^(\d{1,15})=/;
const BATCH = /^\d{1,15}(?: \d{1,15}!?:\d{1,15}(?:,\d{1,15})*)+$/;

interface LinkClickCounts {
  readonly linkId: number;
  readonly quarter: number;
  readonly isLimited: boolean;
  readonly counts: Map<Visit, number>;
}

/** Reads what `JournalEncoder` writes, and adds up what is alike. */
export class JournalDecoder {
  readonly #visits = new Map<string, Visit>();
  readonly #links = new Map<string, LinkClickCounts>();

  /** @returns whether the line could be read, all of it: half a line says nothing. */
  add(line: string): boolean {
    return BATCH.test(line) ? this.#addBatch(line) : this.#addVisit(line);
  }

  /** What all lines said together. */
  *clicks(): Generator<Clicks> {
    for (const { linkId, quarter, isLimited, counts } of this.#links.values()) {
      for (const [visit, count] of counts) yield { linkId, quarter, isLimited, count, visit };
    }
  }

  #addVisit(line: string): boolean {
    const [start, number = ''] = DEFINITION.exec(line) ?? [];
    const visit = start === undefined ? undefined : decodeVisit(line.slice(start.length));
    if (visit !== undefined) this.#visits.set(number, visit);
    return visit !== undefined;
  }

  #addBatch(line: string): boolean {
    const [quarter = '', ...groups] = line.split(' ');
    const read = groups.map((group) => {
      const [link = '', numbers = ''] = group.split(':');
      return { link, visits: numbers.split(',').map((number) => this.#visits.get(number)) };
    });
    if (read.some(({ visits }) => visits.includes(undefined))) return false;
    for (const { link, visits } of read) {
      const { counts } = this.#ofLink(quarter, link);
      for (const visit of visits) {
        if (visit !== undefined) counts.set(visit, (counts.get(visit) ?? 0) + 1);
      }
    }
    return true;
  }

  #ofLink(quarter: string, link: string): LinkClickCounts {
    const key = `${quarter} ${link}`;
    let ofLink = this.#links.get(key);
    if (ofLink === undefined) {
      const isLimited = link.endsWith('!');
      const linkId = Number(isLimited ? link.slice(0, -1) : link);
      ofLink = { linkId, quarter: Number(quarter), isLimited, counts: new Map() };
      this.#links.set(key, ofLink);
    }
    return ofLink;
  }
}
