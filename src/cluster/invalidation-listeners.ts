import { Injectable } from '@nestjs/common';
import type { InvalidationTarget } from './invalidation-target.js';

export interface InvalidationListener {
  /** Called after each registration. Clears everything, because earlier changes were not sent. */
  onJoin(): void | Promise<void>;
  /** Removes the target, and prevents that a read in progress is cached. */
  onInvalidate(target: InvalidationTarget): void | Promise<void>;
}

@Injectable()
export class InvalidationListeners {
  readonly #listeners: InvalidationListener[] = [];

  add(listener: InvalidationListener): void {
    this.#listeners.push(listener);
  }

  async onJoin(): Promise<void> {
    await Promise.all(this.#listeners.map(async (listener) => listener.onJoin()));
  }

  async onInvalidate(target: InvalidationTarget): Promise<void> {
    await Promise.all(this.#listeners.map(async (listener) => listener.onInvalidate(target)));
  }
}
