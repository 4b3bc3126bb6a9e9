import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Chores, type Chore } from '../cluster/chores.js';
import { quietly } from '../cluster/quietly.js';
import { Retention } from './retention.js';
import { VisitorSalts } from './visit/visitor-salts.js';

const LOOK_EVERY_MS = 60_000;

/** What is to be done now and then: salts made and thrown away by each instance, old clicks removed by one of them. */
@Injectable()
export class Upkeep implements Chore, OnApplicationBootstrap, OnApplicationShutdown {
  readonly name = 'click-upkeep';
  readonly #logger = new Logger(Upkeep.name);
  #timer: NodeJS.Timeout | undefined;

  constructor(
    private readonly salts: VisitorSalts,
    private readonly retention: Retention,
    chores: Chores,
  ) {
    chores.add(this);
  }

  async onApplicationBootstrap(): Promise<void> {
    await this.salts.refresh(Date.now());
    const refresh = () => quietly(this.#logger, () => this.salts.refresh(Date.now()));
    this.#timer = setInterval(() => void refresh(), LOOK_EVERY_MS);
  }

  onApplicationShutdown(): void {
    clearInterval(this.#timer);
  }

  async run(nowMs: number): Promise<void> {
    await this.salts.throwAway(nowMs);
    await this.retention.run(nowMs);
  }

  stop(): void {
    this.retention.stop();
  }
}
