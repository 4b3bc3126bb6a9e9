import { randomBytes } from 'node:crypto';
import { hostname } from 'node:os';
import { Injectable } from '@nestjs/common';
import { PROGRAM_VERSION } from '../config/program-version.js';
import { Announcer } from './announcer.js';
import { isIntent } from './change.js';
import { ClusterStore } from './cluster.store.js';
import type { Invalidation } from './invalidation.entity.js';
import { Participants } from './participants.js';
import { Roster } from './roster.js';

const ID_BYTES = 8;

/** This instance as one of many: its own registration, and the end of that of others. */
@Injectable()
export class Membership {
  readonly #startedAtMs = Date.now();
  #isJoined = false;

  constructor(
    private readonly store: ClusterStore,
    private readonly roster: Roster,
    private readonly participants: Participants,
    private readonly announcer: Announcer,
  ) {}

  /** Changes from now on are addressed to this instance. What it remembers from before is worth nothing. */
  async join(): Promise<void> {
    this.#isJoined = false;
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
    this.#isJoined = true;
  }

  /**
   * A sign of life. If others took this instance for dead and struck it off, it joins anew; so it does if
   * it could not forget everything when it joined.
   */
  async beat(): Promise<void> {
    const { selfId } = this.roster;
    const report = this.participants.report();
    const isMember = this.#isJoined && (await this.store.beat(selfId, Date.now(), report));
    if (!isMember) await this.join();
    await this.roster.look();
  }

  async leave(): Promise<void> {
    try {
      await this.store.unregister(this.roster.selfId);
    } finally {
      await this.store.close();
    }
  }

  /** Strikes off instances that have been silent for this long. */
  async strikeOff(silentForMs: number): Promise<void> {
    for (const { id, beats } of this.roster.silentFor(silentForMs)) {
      await this.store.unregister(id, beats);
    }
  }

  /** Takes over what the dead were about to tell, and throws away what nobody will read. */
  async sweep(): Promise<void> {
    const intents = await this.#throwAway();
    for (const intent of intents) {
      // Should it fail, the intent is still there next time. The letters go to this instance too, so
      // that it would wait for itself.
      this.announcer.adopt(intent).catch(() => undefined);
    }
  }

  /** Returns those that are worth something, or some of them. */
  async #throwAway(): Promise<Invalidation[]> {
    for (;;) {
      const orphans = await this.store.orphans();
      const worthless = orphans.filter((letter) => !isIntent(letter));
      if (worthless.length === 0) return orphans;
      await this.store.remove(worthless);
    }
  }
}
