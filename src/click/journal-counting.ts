import { setImmediate as nextTurn } from 'node:timers/promises';
import { Injectable, Logger } from '@nestjs/common';
import type { Clicks } from './click.js';
import { isGone } from './journal/is-gone.js';
import { Journals } from './journal/journals.js';
import { readJournal, UnknownJournal } from './journal/read-journal.js';
import { RollUpStore } from './roll-up/roll-up.store.js';
import { Tally } from './roll-up/tally.js';

/** After so many entries visitors get their turn. */
const ENTRIES_AT_A_TIME = 1_000;

/** Brings journals into the roll-ups, each once. */
@Injectable()
export class JournalCounting {
  readonly #logger = new Logger(JournalCounting.name);

  constructor(
    private readonly journals: Journals,
    private readonly store: RollUpStore,
  ) {}

  /**
   * Counts a journal and removes it. One that this version of the program cannot read is put aside.
   * @throws when it could not be counted: then it is still there.
   */
  async count(id: string): Promise<void> {
    try {
      await this.#countAll(id);
      await this.journals.remove(id);
    } catch (error) {
      // Somebody else was faster.
      if (isGone(error)) return;
      if (!(error instanceof UnknownJournal)) throw error;
      this.#logger.error(error, `a journal of clicks was put aside as ${id}.refused`);
      await this.journals.refuse(id);
    }
  }

  async #countAll(id: string): Promise<void> {
    const { clicks, unreadableCount } = await readJournal(await this.journals.read(id));
    const tally = await fold(clicks);
    if (!tally.isEmpty) await this.store.write(id, tally, Date.now());
    if (unreadableCount > 0) {
      this.#logger.warn(
        `a journal of clicks has ${unreadableCount} lines that cannot be read: ${id}`,
      );
    }
  }
}

async function fold(clicks: Iterable<Clicks>): Promise<Tally> {
  const tally = new Tally();
  let entryCount = 0;
  for (const some of clicks) {
    tally.add(some);
    entryCount++;
    if (entryCount % ENTRIES_AT_A_TIME === 0) await nextTurn();
  }
  return tally;
}
