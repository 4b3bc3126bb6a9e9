import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Jobs } from './jobs.js';
import { LittleByLittle } from './little-by-little.js';
import { quietly } from './quietly.js';

const LOOK_EVERY_MS = 60_000;
const DUE_EVERY_MS = 600_000;

/** Work that one instance does for all now and then. It must be harmless to begin it anew. */
export interface Chore {
  /** The same on every instance. */
  readonly name: string;
  run(nowMs: number): Promise<void>;
  /** For good, after what is under way. */
  stop(): void;
}

/** The removal of what has grown old: some at a time, of which `removeSome` says how many they were. */
export function removal(name: string, removeSome: (nowMs: number) => Promise<number>): Chore {
  const work = new LittleByLittle();
  return {
    name,
    run: async (nowMs) => {
      work.begin();
      await work.repeat(() => removeSome(nowMs));
    },
    stop: () => work.stop(),
  };
}

/** Sees that chores are done, one after the other, while the database is there. */
@Injectable()
export class Chores implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(Chores.name);
  readonly #all: Chore[] = [];
  #timer: NodeJS.Timeout | undefined;
  #current: Promise<void> = Promise.resolve();

  constructor(private readonly jobs: Jobs) {}

  add(chore: Chore): void {
    this.#all.push(chore);
  }

  onApplicationBootstrap(): void {
    this.#look();
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    for (const chore of this.#all) chore.stop();
    await this.#current;
  }

  #look(): void {
    for (const chore of this.#all) {
      this.#current = this.#current.then(() => quietly(this.#logger, () => this.#do(chore)));
    }
  }

  async #do(chore: Chore): Promise<void> {
    const nowMs = Date.now();
    if (await this.jobs.claim(chore.name, nowMs, DUE_EVERY_MS)) await chore.run(nowMs);
  }
}
