import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import { DatabaseClock } from '../platform/database/database-clock.js';
import { JournalDirectory } from './journal/journal-directory.js';
import { readJournal, UnsupportedJournalVersion } from './journal/journal-format.js';
import { JournalWriter, type MemoryJournal } from './journal/journal-writer.js';
import { ClickAggregate } from './rollup/click-aggregate.js';
import { RollUpStore } from './rollup/roll-up.store.js';
import type { Clicks } from './visit/visit.js';

const ENTRIES_PER_TURN = 1_000;

/** Counts each journal into the roll-ups once. */
@Injectable()
export class JournalProcessor {
  readonly #logger = new Logger(JournalProcessor.name);

  constructor(
    private readonly directory: JournalDirectory,
    private readonly writer: JournalWriter,
    private readonly store: RollUpStore,
    private readonly clock: DatabaseClock,
  ) {}

  /** Counts and removes a journal, or quarantines an unsupported one. @throws if it is kept. */
  async process(id: string): Promise<void> {
    const bytes = await this.directory.read(id);
    // Another instance was faster.
    if (bytes === undefined) return;
    try {
      await this.#count(id, bytes);
      this.writer.markProcessed(id);
      await this.directory.remove(id);
    } catch (error) {
      if (!(error instanceof UnsupportedJournalVersion)) throw error;
      this.#logger.error(error, `quarantined journal ${id} in DATA_DIR`);
      await this.directory.move(id, 'closed', 'quarantined');
    }
  }

  /** Counts a journal that is not in a file. @throws if it is not counted. */
  async processFromMemory({ id, text }: MemoryJournal): Promise<void> {
    await this.#count(id, Buffer.from(text));
    this.writer.markProcessed(id);
  }

  async #count(id: string, bytes: Buffer): Promise<void> {
    const { clicks, unreadableLineCount } = await readJournal(bytes);
    const aggregate = await aggregateClicks(clicks);
    if (!aggregate.isEmpty) await this.store.write(id, aggregate, this.clock.nowMs());
    if (unreadableLineCount > 0) {
      this.#logger.warn(`${unreadableLineCount} unreadable lines skipped in journal ${id}`);
    }
  }
}

async function aggregateClicks(entries: Iterable<Clicks>): Promise<ClickAggregate> {
  const aggregate = new ClickAggregate();
  let entryCount = 0;
  for (const clicks of entries) {
    aggregate.add(clicks);
    entryCount++;
    if (entryCount % ENTRIES_PER_TURN === 0) await nextTurn();
  }
  return aggregate;
}
