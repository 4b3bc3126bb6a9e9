import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../platform/background/clock.js';
import { Config } from '../../platform/config/config.js';
import { StartError } from '../../platform/config/start-error.js';
import { CounterStore } from '../../counter/counter.store.js';
import { JournalDirectory, writerOf } from './journal-directory.js';
import { JournalWriter } from './journal-writer.js';
import { OrphanedJournals } from './orphaned-journals.js';
import type { ClickBatch } from './click-batch.js';

/** The journals of this machine: what this instance writes, and what is there for it to count. */
@Injectable()
export class JournalQueue implements OnModuleInit {
  #directory: JournalDirectory;
  #writer: JournalWriter;
  #orphans: OrphanedJournals;

  constructor(
    private readonly config: Config,
    private readonly clock: Clock,
    private readonly counter: CounterStore,
  ) {}

  /** @throws StartError when journals cannot be written. */
  async onModuleInit(): Promise<void> {
    // Links of another database have the same ids.
    const { secret } = await this.counter.read();
    try {
      this.#directory = new JournalDirectory(this.config.dataDir, secret);
      this.#writer = new JournalWriter(this.#directory, this.clock);
      this.#orphans = new OrphanedJournals(this.#directory, this.clock);
      this.#writer.heartbeat();
    } catch (error) {
      throw new StartError('DATA_DIR cannot be written', { cause: error });
    }
  }

  /** Clicks that are not counted yet. */
  get pendingCount(): number {
    return this.#writer.pendingCount;
  }

  /** Clicks that could not be written, as the disk was full for too long. */
  get lostCount(): number {
    return this.#writer.lostCount;
  }

  append(batch: ClickBatch): void {
    this.#writer.append(batch);
  }

  /** A sign of life, without which others of this machine count what this instance is writing. */
  heartbeat(): void {
    this.#writer.heartbeat();
    this.#writer.flush();
  }

  /** Ends the current journal, so that it is to be counted. */
  rotate(): void {
    this.#writer.rotate();
  }

  /** The ids of what is to be counted: our own, and what those have left that live no more, if it is for us. */
  async listReady(): Promise<string[]> {
    const left = await this.#orphans.claim(this.#writer.id);
    return [...(await this.#listOwnClosed()), ...left];
  }

  read(id: string): Promise<Buffer> {
    return this.#directory.read(id);
  }

  /** It was counted. */
  async remove(id: string): Promise<void> {
    this.#writer.forget(id);
    await this.#directory.remove(id);
  }

  /** Puts it aside, for a person to look at. */
  quarantine(id: string): Promise<void> {
    return this.#directory.move(id, 'closed', 'refused');
  }

  /** Nothing comes any more. What is not counted yet is left behind. */
  async close(): Promise<void> {
    this.#writer.flush();
    this.#writer.rotate();
    const isDone = (await this.#listOwnClosed()).length === 0;
    if (isDone) await this.#directory.forgetWriter(this.#writer.id);
  }

  async #listOwnClosed(): Promise<string[]> {
    return (await this.#directory.list('closed')).filter((id) => writerOf(id) === this.#writer.id);
  }
}
