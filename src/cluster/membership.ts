import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { PROGRAM_VERSION } from '../config/program-version.js';
import { Announcer } from './announcer.js';
import { isIntent } from './change.js';
import { ClusterStore } from './cluster.store.js';
import { Participants } from './participants.js';
import { Roster } from './roster.js';

const ID_BYTES = 8;

/** This instance as one of many: its own registration, and the end of that of others. */
@Injectable()
export class Membership {
  readonly #startedAtMs = Date.now();

  constructor(
    private readonly store: ClusterStore,
    private readonly roster: Roster,
    private readonly participants: Participants,
    private readonly announcer: Announcer,
  ) {}

  /** Changes from now on are addressed to this instance. What it remembers from before is worth nothing. */
  async join(): Promise<void> {
    const id = randomBytes(ID_BYTES).toString('hex');
    await this.store.register({
      id,
      host: hostname(),
      pid: process.pid,
      version: PROGRAM_VERSION,
      startedAtMs: this.#startedAtMs,
      seenAtMs: Date.now(),
      beats: 0,
      ...this.participants.report(),
    });
    this.roster.enter(id);
    await this.participants.joined();
  }

  /** A sign of life. If others took this instance for dead and struck it off, it joins anew. */
  async beat(): Promise<void> {
    const { selfId } = this.roster;
    const report = this.participants.report();
    if (!(await this.store.beat(selfId, Date.now(), report))) await this.join();
    await this.roster.look();
  }

  leave(): Promise<void> {
    return this.store.unregister(this.roster.selfId);
  }

  /** Strikes off instances that have been silent for this long. */
  async strikeOff(silentForMs: number): Promise<void> {
    for (const { id, beats } of this.roster.silentFor(silentForMs)) {
      await this.store.unregister(id, beats);
    }
  }

  /** Takes over what the dead were about to tell, and throws away what nobody will read. */
  async sweep(): Promise<void> {
    const orphans = await this.store.orphans();
    await this.store.remove(orphans.filter((letter) => !isIntent(letter)));
    for (const intent of orphans.filter(isIntent)) {
      // Should it fail, the intent is still there next time. The letters go to this instance too, so
      // that it would wait for itself.
      this.announcer.adopt(intent).catch(() => undefined);
    }
  }
}
