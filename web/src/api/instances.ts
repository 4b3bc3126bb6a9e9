import type { components } from './api-types.js';

export type Instance = components['schemas']['InstanceDto'];

/** The figures of all instances together. */
export interface InstanceSums {
  readonly count: number;
  readonly pending: number;
  readonly lost: number;
  /** The share of requests that were answered from memory; `undefined` before the first. */
  readonly hitRate: number | undefined;
  /** The time of the oldest last report. */
  readonly oldestReport: string | undefined;
}

export function sumInstances(instances: readonly Instance[]): InstanceSums {
  const sum = (value: (instance: Instance) => number): number =>
    instances.reduce((total, instance) => total + value(instance), 0);
  return {
    count: instances.length,
    pending: sum(({ clicks }) => clicks.pending),
    lost: sum(({ clicks }) => clicks.lost),
    hitRate: hitRateOf({
      hits: sum(({ cache }) => cache.hits),
      misses: sum(({ cache }) => cache.misses),
    }),
    oldestReport: instances.map(({ seenAt }) => seenAt).sort()[0],
  };
}

export function hitRateOf({
  hits,
  misses,
}: Pick<Instance['cache'], 'hits' | 'misses'>): number | undefined {
  return hits + misses === 0 ? undefined : hits / (hits + misses);
}
