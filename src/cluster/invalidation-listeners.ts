import { Injectable } from '@nestjs/common';
import type { InstanceMetrics } from './instance.entity.js';
import type { InvalidationTarget } from './invalidation-target.js';

/** A part of the instance that remembers what other instances may change, or has something to report. */
export interface InvalidationListener {
  /** Forgets everything: of changes before now nobody told us. Called behind each registration. */
  onJoin?(): void | Promise<void>;
  /** Forgets the subject, and sees that what is being read of it now is not remembered. */
  onInvalidate?(target: InvalidationTarget): void | Promise<void>;
  metrics?(): Partial<InstanceMetrics>;
}

const NOTHING: InstanceMetrics = {
  cacheSize: 0,
  cacheHits: 0,
  cacheMisses: 0,
  cacheEvictions: 0,
  clicksRecorded: 0,
  clicksPending: 0,
  clicksLost: 0,
};

@Injectable()
export class InvalidationListeners {
  readonly #all: InvalidationListener[] = [];

  add(listener: InvalidationListener): void {
    this.#all.push(listener);
  }

  async onJoin(): Promise<void> {
    await Promise.all(this.#all.map(async (listener) => listener.onJoin?.()));
  }

  async onInvalidate(target: InvalidationTarget): Promise<void> {
    await Promise.all(this.#all.map(async (listener) => listener.onInvalidate?.(target)));
  }

  metrics(): InstanceMetrics {
    return Object.assign(
      { ...NOTHING },
      ...this.#all.map((listener) => listener.metrics?.()),
    ) as InstanceMetrics;
  }
}
