import type { Clock } from '../../platform/background/clock.js';
import { writerOf, type JournalDirectory } from './journal-directory.js';

/** More than a writer is silent for before it begins anew under another name. */
const DEAD_AFTER_MS = 4_000;

interface Observation {
  readonly beat: number;
  readonly sinceMs: number;
}

/** Finds the journals of writers that live no more, as processes that were killed leave them. */
export class OrphanedJournals {
  #observations = new Map<string, Observation>();

  constructor(
    private readonly directory: JournalDirectory,
    private readonly clock: Clock,
  ) {}

  /**
   * Takes over, as closed journals, what the dead have left. Of all writers in a directory that live only
   * one does; should two think they are that one, the database refuses what was counted already.
   */
  async claim(selfId: string): Promise<string[]> {
    const { dead, living } = await this.#look();
    if (living.some((id) => id < selfId)) return [];
    const isOfDead = (journalId: string): boolean => dead.includes(writerOf(journalId));
    for (const id of (await this.directory.list('open')).filter(isOfDead)) {
      await this.directory.move(id, 'open', 'closed');
    }
    const left = (await this.directory.list('closed')).filter(isOfDead);
    const done = dead.filter((id) => !left.some((journalId) => writerOf(journalId) === id));
    for (const id of done) await this.directory.forgetWriter(id);
    return left;
  }

  async #look(): Promise<{ dead: string[]; living: string[] }> {
    const writers = await this.directory.writers();
    const nowMs = this.clock.nowMs();
    this.#observations = new Map(
      [...writers].map(([id, beat]) => {
        const known = this.#observations.get(id);
        return [id, known?.beat === beat ? known : { beat, sinceMs: nowMs }];
      }),
    );
    const all = [...this.#observations];
    const isDead = ({ sinceMs }: Observation): boolean => nowMs - sinceMs >= DEAD_AFTER_MS;
    const idsOf = (some: typeof all): string[] => some.map(([id]) => id);
    return {
      dead: idsOf(all.filter(([, observation]) => isDead(observation))),
      living: idsOf(all.filter(([, observation]) => !isDead(observation))),
    };
  }
}
