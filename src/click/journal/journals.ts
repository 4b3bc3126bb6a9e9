import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Clock } from '../../cluster/clock.js';
import { Config } from '../../config/config.js';
import { StartError } from '../../config/start-error.js';
import { CounterStore } from '../../counter/counter.store.js';
import { JournalDirectory, writerOf } from './journal-directory.js';
import { JournalWriter } from './journal-writer.js';
import { LeftBehind } from './left-behind.js';
import type { Turn } from './turn.js';

/** The journals of this machine: what this instance writes, and what is there for it to count. */
@Injectable()
export class Journals implements OnModuleInit {
  #directory: JournalDirectory;
  #writer: JournalWriter;
  #leftBehind: LeftBehind;

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
      this.#leftBehind = new LeftBehind(this.#directory, this.clock);
      this.#writer.beat();
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

  append(turn: Turn): void {
    this.#writer.append(turn);
  }

  /** A sign of life, without which others of this machine count what this instance is writing. */
  beat(): void {
    this.#writer.beat();
    this.#writer.flush();
  }

  /** Ends the current journal, so that it is to be counted. */
  rotate(): void {
    this.#writer.rotate();
  }

  /** The ids of what is to be counted: our own, and what those have left that live no more, if it is for us. */
  async waiting(): Promise<string[]> {
    const left = await this.#leftBehind.take(this.#writer.id);
    return [...(await this.#closedOnes()), ...left];
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
  refuse(id: string): Promise<void> {
    return this.#directory.move(id, 'closed', 'refused');
  }

  /** Nothing comes any more. What is not counted yet is left behind. */
  async end(): Promise<void> {
    this.#writer.flush();
    this.#writer.rotate();
    const isDone = (await this.#closedOnes()).length === 0;
    if (isDone) await this.#directory.forgetWriter(this.#writer.id);
  }

  async #closedOnes(): Promise<string[]> {
    return (await this.#directory.list('closed')).filter((id) => writerOf(id) === this.#writer.id);
  }
}
