import { Injectable, Logger } from '@nestjs/common';
import { Clock } from '../../platform/background/clock.js';
import { JournalDirectory, parseWriterId } from './journal-directory.js';

/** Longer than a writer may be without a heartbeat before it continues under a new id. */
const EXPIRE_AFTER_MS = 4_000;

interface Observation {
  readonly heartbeat: number;
  /** When this heartbeat was seen first. */
  readonly sinceMs: number;
}

/** Finds the journals of expired writers, which a killed process leaves. */
@Injectable()
export class OrphanedJournals {
  readonly #logger = new Logger(OrphanedJournals.name);
  #observations = new Map<string, Observation>();

  constructor(
    private readonly directory: JournalDirectory,
    private readonly clock: Clock,
  ) {}

  /**
   * Closes the orphaned journals and returns their ids. Only the live writer with the smallest id does so.
   * If two writers both claim a journal, the database counts it once.
   */
  async claim(selfId: string): Promise<string[]> {
    const { expired, live } = await this.#observe();
    if (live.some((id) => id < selfId)) return [];
    const isOrphaned = (journalId: string): boolean => expired.includes(parseWriterId(journalId));
    for (const id of (await this.directory.list('open')).filter(isOrphaned)) {
      await this.#close(id);
    }
    const orphaned = (await this.directory.list('closed')).filter(isOrphaned);
    const pendingWriters = new Set(orphaned.map(parseWriterId));
    for (const id of expired.filter((writerId) => !pendingWriters.has(writerId))) {
      await this.directory.removeHeartbeat(id);
    }
    return orphaned;
  }

  /** Seals it first, because its writer may be stopped within an append. A full disk keeps no clicks from being counted. */
  async #close(id: string): Promise<void> {
    await this.directory
      .seal(id)
      .catch((error: unknown) => this.#logger.error(error, `cannot seal journal ${id}`));
    await this.directory.move(id, 'open', 'closed');
  }

  /** Measures silence by the own clock: file times may come from another one. */
  async #observe(): Promise<{ expired: string[]; live: string[] }> {
    const heartbeats = await this.directory.readHeartbeats();
    const nowMs = this.clock.nowMs();
    const observations = new Map<string, Observation>();
    const expired: string[] = [];
    const live: string[] = [];
    for (const [id, heartbeat] of heartbeats) {
      const previous = this.#observations.get(id);
      const isSame = previous?.heartbeat === heartbeat;
      const observation = isSame ? previous : { heartbeat, sinceMs: nowMs };
      observations.set(id, observation);
      const isExpired = nowMs - observation.sinceMs >= EXPIRE_AFTER_MS;
      (isExpired ? expired : live).push(id);
    }
    this.#observations = observations;
    return { expired, live };
  }
}
