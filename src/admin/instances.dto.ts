import type { Instance } from '../cluster/instance.entity.js';

class InstanceCacheDto {
  /** Cached links. @example 1024 */
  size: number;

  /** Requests answered from the cache since the start. @example 80512 */
  hits: number;

  /** Requests that read the database since the start. @example 1530 */
  misses: number;

  /** Links evicted from the cache since the start. @example 0 */
  evictions: number;
}

class InstanceClicksDto {
  /** Clicks recorded since the start. @example 81930 */
  recorded: number;

  /** Recorded clicks that are still in journals in `DATA_DIR` and not in the statistics yet. @example 12 */
  pending: number;

  /** Recorded clicks that were lost because the disk of `DATA_DIR` was full for too long. @example 0 */
  lost: number;
}

export class InstanceDto {
  /** Id of the instance; a new one at each start. @example 9f2c6a1be04d7735 */
  id: string;

  /** @example app-1 */
  host: string;

  /** @example 4242 */
  pid: number;

  /** Version of the program. @example 0.1.0 */
  version: string;

  /** @example 2026-11-23T10:00:00.000Z */
  startedAt: Date;

  /** Last heartbeat; instances send one each second. @example 2026-11-23T10:00:05.000Z */
  seenAt: Date;

  cache: InstanceCacheDto;

  clicks: InstanceClicksDto;
}

export class InstancesDto {
  items: InstanceDto[];
}

export function toInstanceDto(instance: Instance): InstanceDto {
  return {
    id: instance.id,
    host: instance.host,
    pid: instance.pid,
    version: instance.version,
    startedAt: new Date(instance.startedAtMs),
    seenAt: new Date(instance.lastHeartbeatAtMs),
    cache: {
      size: instance.cacheSize,
      hits: instance.cacheHits,
      misses: instance.cacheMisses,
      evictions: instance.cacheEvictions,
    },
    clicks: {
      recorded: instance.clicksRecorded,
      pending: instance.clicksPending,
      lost: instance.clicksLost,
    },
  };
}
