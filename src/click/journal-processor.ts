import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { Clicks } from './click.js';
import { isFileNotFound } from './journal/is-file-not-found.js';
import { JournalQueue } from './journal/journal-queue.js';
import { readJournal, UnsupportedJournalVersion } from './journal/read-journal.js';
import { RollUpStore } from './rollup/roll-up.store.js';
import { ClickAggregate } from './rollup/click-aggregate.js';

/** After so many entries visitors get their turn. */
const ENTRIES_AT_A_TIME = 1_000;

/** Brings journals into the roll-ups, each once. */
@Injectable()
export class JournalProcessor {
  readonly #logger = new Logger(JournalProcessor.name);

  constructor(
    private readonly journals: JournalQueue,
    private readonly store: RollUpStore,
  ) {}

  /**
   * Counts a journal and removes it. One that this version of the program cannot read is put aside.
   * @throws when it could not be counted: then it is still there.
   */
  async process(id: string): Promise<void> {
    try {
      await this.#aggregate(id);
      await this.journals.remove(id);
    } catch (error) {
      // Somebody else was faster.
      if (isFileNotFound(error)) return;
      if (!(error instanceof UnsupportedJournalVersion)) throw error;
      this.#logger.error(error, `a journal of clicks was put aside as ${id}.refused`);
      await this.journals.quarantine(id);
    }
  }

  async #aggregate(id: string): Promise<void> {
    const { clicks, unreadableCount } = await readJournal(await this.journals.read(id));
    const aggregate = await fold(clicks);
    if (!aggregate.isEmpty) await this.store.write(id, aggregate, Date.now());
    if (unreadableCount > 0) {
      this.#logger.warn(
        `a journal of clicks has ${unreadableCount} lines that cannot be read: ${id}`,
      );
    }
  }
}

async function fold(clicks: Iterable<Clicks>): Promise<ClickAggregate> {
  const aggregate = new ClickAggregate();
  let entryCount = 0;
  for (const some of clicks) {
    aggregate.add(some);
    entryCount++;
    if (entryCount % ENTRIES_AT_A_TIME === 0) await nextTurn();
  }
  return aggregate;
}
