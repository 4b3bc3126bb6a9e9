import { Injectable } from '@nestjs/common';
import type { Report } from './instance.entity.js';
import type { Subject } from './subject.js';

/** A part of the instance that remembers what other instances may change, or has something to report. */
export interface Participant {
  /** Forgets everything: of changes before now nobody told us. Called behind each registration. */
  joined?(): void | Promise<void>;
  /** Forgets the subject, and sees that what is being read of it now is not remembered. */
  invalidated?(subject: Subject): void | Promise<void>;
  report?(): Partial<Report>;
}

const NOTHING: Report = {
  cacheSize: 0,
  cacheHits: 0,
  cacheMisses: 0,
  cacheEvictions: 0,
  clicksRecorded: 0,
  clicksPending: 0,
  clicksLost: 0,
};

@Injectable()
export class Participants {
  readonly #all: Participant[] = [];

  add(participant: Participant): void {
    this.#all.push(participant);
  }

  async joined(): Promise<void> {
    await Promise.all(this.#all.map(async (participant) => participant.joined?.()));
  }

  async invalidated(subject: Subject): Promise<void> {
    await Promise.all(this.#all.map(async (participant) => participant.invalidated?.(subject)));
  }

  report(): Report {
    return Object.assign(
      { ...NOTHING },
      ...this.#all.map((participant) => participant.report?.()),
    ) as Report;
  }
}
