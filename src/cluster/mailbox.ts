import { Injectable } from '@nestjs/common';
import { Announcer } from './announcer.js';
import { isIntent } from './change.js';
import { ClusterStore } from './cluster.store.js';
import { Participants } from './participants.js';
import { Roster } from './roster.js';

/** Where letters to this instance arrive. */
@Injectable()
export class Mailbox {
  constructor(
    private readonly store: ClusterStore,
    private readonly roster: Roster,
    private readonly participants: Participants,
    private readonly announcer: Announcer,
  ) {}

  /** Forgets what the letters are about, and only then acknowledges them. Returns how many there were. */
  async empty(): Promise<number> {
    const all = await this.store.lettersTo(this.roster.selfId);
    const letters = all.filter((letter) => !isIntent(letter));
    await Promise.all(letters.map((letter) => this.participants.invalidated(letter)));
    await this.store.remove(letters);
    for (const intent of all.filter(isIntent)) {
      // Should it fail, the intent is still there next time.
      this.announcer.adopt(intent).catch(() => undefined);
    }
    return letters.length;
  }
}
