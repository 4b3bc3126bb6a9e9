import {
  Injectable,
  Logger,
  type OnApplicationBootstrap,
  type OnApplicationShutdown,
} from '@nestjs/common';
import { Jobs } from '../cluster/jobs.js';
import { isUnavailable } from '../errors/problem.js';
import { Retention } from './retention.js';
import { VisitorSalts } from './visit/visitor-salts.js';

const LOOK_EVERY_MS = 60_000;
const JOB = 'click-upkeep';
const JOB_EVERY_MS = 600_000;

/** What is to be done now and then: salts made and thrown away by each instance, old clicks removed by one of them. */
@Injectable()
export class Upkeep implements OnApplicationBootstrap, OnApplicationShutdown {
  readonly #logger = new Logger(Upkeep.name);
  #timer: NodeJS.Timeout | undefined;
  #current: Promise<void> = Promise.resolve();

  constructor(
    private readonly salts: VisitorSalts,
    private readonly retention: Retention,
    private readonly jobs: Jobs,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    await this.salts.refresh(Date.now());
    this.#current = this.#quietly(() => this.#clean());
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
  }

  async onApplicationShutdown(): Promise<void> {
    clearInterval(this.#timer);
    this.retention.stop();
    await this.#current;
  }

  #look(): void {
    void this.#quietly(() => this.salts.refresh(Date.now()));
    this.#current = this.#current.then(() => this.#quietly(() => this.#clean()));
  }

  async #clean(): Promise<void> {
    if (!(await this.jobs.claim(JOB, Date.now(), JOB_EVERY_MS))) return;
    await this.salts.throwAway(Date.now());
    await this.retention.run(Date.now());
  }

  async #quietly(work: () => Promise<void>): Promise<void> {
    try {
      await work();
    } catch (error) {
      if (!isUnavailable(error)) this.#logger.error(error);
    }
  }
}
