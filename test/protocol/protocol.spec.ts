import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { CircuitBreaker } from '../../src/cache/circuit-breaker.js';
import { SingleFlight } from '../../src/cache/single-flight.js';
import { InvalidationPublisher } from '../../src/cluster/invalidation-publisher.js';
import { PendingInvalidation } from '../../src/cluster/pending-invalidation.js';
import { AcknowledgementTracker } from '../../src/cluster/acknowledgement-tracker.js';
import { Lease } from '../../src/cluster/lease.js';
import { InvalidationInbox } from '../../src/cluster/invalidation-inbox.js';
import { Membership } from '../../src/cluster/membership.js';
import { PeerList } from '../../src/cluster/peer-list.js';
import { KeyService } from '../../src/counter/key.service.js';
import { volume } from '../support/volume.js';
import { Disruption } from './disruption.js';
import { SimulatedInstance } from './simulated-instance.js';
import { Simulation, Stale } from './simulation.js';

/** Each seed is one interleaving, which can be run again. */
const INTERLEAVINGS = Number(process.env['PROTOCOL_INTERLEAVINGS'] ?? volume(500));
/** How many interleavings must find a removed guard. */
const MAX_INTERLEAVINGS = 3_000;

async function firstStale(count: number, firstSeed = 1): Promise<string | undefined> {
  for (let seed = firstSeed; seed < firstSeed + count; seed++) {
    try {
      await new Disruption(seed).run();
      await new Simulation(seed).run();
    } catch (error) {
      if (error instanceof Stale) return error.message;
      throw error;
    }
  }
  return undefined;
}

/** Longer than after an outage that hit one instance alone. */
const LONG_OPEN_MS = 2_000;

/** Each entry removes one guard of the protocol for one test. */
const WITHOUT: Readonly<Record<string, () => void>> = {
  'the invalidation of reads in progress': () => {
    jest.spyOn(SingleFlight.prototype, 'invalidate').mockImplementation(() => undefined);
  },
  'the join rule': () => {
    const { messagesFor } = PendingInvalidation.prototype;
    const written = new WeakSet<PendingInvalidation>();
    jest.spyOn(PendingInvalidation.prototype, 'messagesFor').mockImplementation(function (
      this: PendingInvalidation,
      ids,
    ) {
      if (written.has(this)) return [];
      written.add(this);
      return messagesFor.call(this, ids);
    });
  },
  'waiting for acknowledgements': () => {
    jest
      .spyOn(AcknowledgementTracker.prototype, 'waitForAcks')
      .mockImplementation(async () => undefined);
  },
  'the expiry of its own lease': () => {
    const { isCurrent } = Lease.prototype;
    const joined = new WeakSet<Lease>();
    jest.spyOn(Lease.prototype, 'isCurrent').mockImplementation(function (this: Lease, nowMs) {
      if (isCurrent.call(this, nowMs)) joined.add(this);
      return joined.has(this);
    });
  },
  'draining the inbox before the lease is renewed': () => {
    const { heartbeat } = Membership.prototype;
    const { drain } = InvalidationInbox.prototype;
    let hasSentHeartbeat = new WeakSet<object>();
    jest.spyOn(Membership.prototype, 'heartbeat').mockImplementation(async function (
      this: Membership,
    ) {
      await heartbeat.call(this);
      hasSentHeartbeat.add(this['peers']);
    });
    jest.spyOn(InvalidationInbox.prototype, 'drain').mockImplementation(async function (
      this: InvalidationInbox,
    ) {
      return hasSentHeartbeat.delete(this['peers']) ? 0 : drain.call(this);
    });
  },
  'counting the silence of others anew after an outage': () => {
    jest.spyOn(PeerList.prototype, 'watch').mockImplementation((statement) => statement());
  },
  'the half second after which an outage must be noticed again': () => {
    const { watch } = CircuitBreaker.prototype;
    const failedAtMs = new WeakMap<CircuitBreaker, number>();
    jest.spyOn(CircuitBreaker.prototype, 'watch').mockImplementation(async function <T>(
      this: CircuitBreaker,
      request: () => Promise<T>,
    ): Promise<T> {
      try {
        return (await watch.call(this, request)) as T;
      } catch (error) {
        failedAtMs.set(this, this['clock'].nowMs());
        throw error;
      }
    });
    jest.spyOn(CircuitBreaker.prototype, 'isOpen').mockImplementation(function (
      this: CircuitBreaker,
      nowMs,
    ) {
      return nowMs - (failedAtMs.get(this) ?? Number.NEGATIVE_INFINITY) < LONG_OPEN_MS;
    });
  },
  'counting the time in which a machine was suspended': () => {
    jest.spyOn(SimulatedInstance.prototype, 'bootTimeMs').mockImplementation(function (
      this: SimulatedInstance,
    ) {
      return this.monotonicMs();
    });
  },
  'invalidating blocks of keys': () => {
    jest
      .spyOn(InvalidationPublisher.prototype, 'invalidate')
      .mockImplementation(async () => undefined);
  },
  'reading again for keys that are issued without a message': () => {
    jest.spyOn(KeyService.prototype, 'mayBeIssued').mockImplementation(() => false);
  },
};

/** Seeds that have found a removed guard. The search begins there, because it takes up to two minutes from 1. */
const FIRST_SEEDS: Readonly<Record<string, number>> = {
  'the join rule': 29,
  'draining the inbox before the lease is renewed': 42,
  'counting the silence of others anew after an outage': 65,
  'the half second after which an outage must be noticed again': 19,
  'invalidating blocks of keys': 186,
  'reading again for keys that are issued without a message': 636,
};

describe('the protocol between instances', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('never serves a version older than one that was acknowledged', async () => {
    expect(await firstStale(INTERLEAVINGS)).toBeUndefined();
  }, 600_000);

  it.each(Object.keys(WITHOUT))(
    'serves stale redirects without %s',
    async (guard) => {
      WITHOUT[guard]?.();
      const found = await firstStale(MAX_INTERLEAVINGS, FIRST_SEEDS[guard]);
      expect(found).toMatch(/gave version \d+ of \S+, not \d+/);
    },
    200_000,
  );
});
