import { afterEach, beforeAll, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { SingleFlight } from '../../src/cache/single-flight.js';
import { Announcer } from '../../src/cluster/announcer.js';
import { Change } from '../../src/cluster/change.js';
import { Delivery } from '../../src/cluster/delivery.js';
import { Lease } from '../../src/cluster/lease.js';
import { Mailbox } from '../../src/cluster/mailbox.js';
import { Membership } from '../../src/cluster/membership.js';
import { KeyService } from '../../src/counter/key.service.js';
import { Simulation, Stale } from './simulation.js';

/** Each is run again, exactly as it was, by its number. */
const INTERLEAVINGS = Number(process.env['PROTOCOL_INTERLEAVINGS'] ?? 500);
/** Before a guard that was taken out counts as not missed. */
const MAX_INTERLEAVINGS = 3_000;

async function firstStale(count: number): Promise<string | undefined> {
  for (let seed = 1; seed <= count; seed++) {
    try {
      await new Simulation(seed).run();
    } catch (error) {
      if (error instanceof Stale) return error.message;
      throw error;
    }
  }
  return undefined;
}

/** Each takes one guard out of the protocol, for the time of a test. */
const WITHOUT: Readonly<Record<string, () => void>> = {
  'the guard of the fill': () => {
    jest.spyOn(SingleFlight.prototype, 'forget').mockImplementation(() => undefined);
  },
  'the join rule': () => {
    const { lettersTo } = Change.prototype;
    const written = new WeakSet<Change>();
    jest.spyOn(Change.prototype, 'lettersTo').mockImplementation(function (this: Change, ids) {
      if (written.has(this)) return [];
      written.add(this);
      return lettersTo.call(this, ids);
    });
  },
  'waiting for acknowledgements': () => {
    jest.spyOn(Delivery.prototype, 'complete').mockImplementation(async () => undefined);
  },
  'the end of the own lease': () => {
    const { isCurrent } = Lease.prototype;
    const joined = new WeakSet<Lease>();
    jest.spyOn(Lease.prototype, 'isCurrent').mockImplementation(function (this: Lease, nowMs) {
      if (isCurrent.call(this, nowMs)) joined.add(this);
      return joined.has(this);
    });
  },
  'emptying the mailbox before the lease is renewed': () => {
    const { beat } = Membership.prototype;
    const { empty } = Mailbox.prototype;
    let isBeating = new WeakSet<object>();
    jest.spyOn(Membership.prototype, 'beat').mockImplementation(async function (this: Membership) {
      await beat.call(this);
      isBeating.add(this['roster']);
    });
    jest.spyOn(Mailbox.prototype, 'empty').mockImplementation(async function (this: Mailbox) {
      return isBeating.delete(this['roster']) ? 0 : empty.call(this);
    });
  },
  'announcing blocks of keys': () => {
    jest.spyOn(Announcer.prototype, 'announce').mockImplementation(async () => undefined);
  },
  'looking again for keys that are given without a word': () => {
    jest.spyOn(KeyService.prototype, 'mayBeGiven').mockImplementation(() => false);
  },
};

describe('the protocol between instances', () => {
  beforeAll(() => {
    Logger.overrideLogger(false);
  });
  afterEach(() => {
    jest.restoreAllMocks();
  });

  it('never shows anybody less than somebody was told', async () => {
    expect(await firstStale(INTERLEAVINGS)).toBeUndefined();
  }, 600_000);

  it.each(Object.keys(WITHOUT))(
    'would not hold without %s',
    async (guard) => {
      WITHOUT[guard]?.();
      const found = await firstStale(MAX_INTERLEAVINGS);
      expect(found).toMatch(/gave version \d+ of \S+, not \d+/);
    },
    200_000,
  );
});
