import { afterEach, describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { FakeClock } from '../../../test/support/fake-clock.js';
import { OutageDetector, type Probe } from './outage-detector.js';
import { ResponseDeadline } from './response-deadline.js';

const STEP_MS = 50;

function createDetector() {
  const clock = new FakeClock();
  const server = { isHanging: false };
  const aborted: boolean[] = [];
  const probe = jest.fn<Probe>((signal) => {
    if (!server.isHanging) return Promise.resolve();
    return new Promise((_resolve, reject) => {
      signal.addEventListener('abort', () => {
        aborted.push(true);
        reject(new Error('aborted'));
      });
    });
  });
  const onOutage = jest.fn();
  const detector = new OutageDetector(probe, onOutage, clock);
  const pass = async (ms: number): Promise<void> => {
    for (let passedMs = 0; passedMs < ms; passedMs += STEP_MS) {
      clock.pass(STEP_MS);
      await new Promise(setImmediate);
    }
  };
  return { detector, server, probe, onOutage, aborted, pass };
}

const endings: (() => void)[] = [];

/** Work that is not answered before the test is over. */
function startWork(detector: OutageDetector) {
  const deadline = new ResponseDeadline();
  const work = { deadline, failure: undefined as unknown };
  deadline
    .limit(new Promise<void>((end) => endings.push(end)))
    .catch((error: unknown) => (work.failure = error));
  detector.addWork(deadline);
  return work;
}

describe(OutageDetector.name, () => {
  Logger.overrideLogger(false);
  afterEach(() => endings.splice(0).forEach((end) => end()));

  it('gives up waiting work after a second without answers and a second without a probe', async () => {
    const { detector, server, probe, onOutage, aborted, pass } = createDetector();
    server.isHanging = true;
    const work = startWork(detector);
    await pass(950);
    expect(probe).not.toHaveBeenCalled();
    await pass(950);
    expect(work.failure).toBeUndefined();
    expect(() => detector.assertUp()).not.toThrow();
    await pass(250);
    expect(work.failure).toMatchObject({ code: 'database-unavailable' });
    expect(() => detector.assertUp()).toThrow('database');
    expect(onOutage).toHaveBeenCalledTimes(1);
    expect(aborted).not.toEqual([]);
  });

  it('leaves work alone that takes effect', async () => {
    const { detector, server, pass } = createDetector();
    server.isHanging = true;
    const work = startWork(detector);
    work.deadline.takeEffect();
    await pass(3_000);
    expect(work.failure).toBeUndefined();
    expect(() => detector.assertUp()).toThrow();
  });

  it('lets slow work go on while probes are answered', async () => {
    const { detector, probe, pass } = createDetector();
    const work = startWork(detector);
    await pass(5_000);
    expect(probe.mock.calls.length).toBeGreaterThan(2);
    expect(work.failure).toBeUndefined();
    detector.assertUp();
  });

  it('sends no probe while work is answered', async () => {
    const { detector, probe, pass } = createDetector();
    const slow = startWork(detector);
    for (let answer = 0; answer < 10; answer++) {
      const quick = startWork(detector);
      await pass(500);
      detector.removeWork(quick.deadline, true);
    }
    expect(probe).not.toHaveBeenCalled();
    expect(slow.failure).toBeUndefined();
  });

  it('does not count work that failed as an answer', async () => {
    const { detector, server, pass } = createDetector();
    server.isHanging = true;
    const slow = startWork(detector);
    for (let failure = 0; failure < 6; failure++) {
      const quick = startWork(detector);
      await pass(500);
      detector.removeWork(quick.deadline, false);
    }
    expect(slow.failure).toBeDefined();
  });

  it('ends the outage with the first answer to a probe', async () => {
    const { detector, server, pass } = createDetector();
    server.isHanging = true;
    const work = startWork(detector);
    await pass(3_000);
    detector.removeWork(work.deadline, false);
    server.isHanging = false;
    await pass(1_300);
    detector.assertUp();
  });

  it('does not probe without work', async () => {
    const { detector, server, probe, pass } = createDetector();
    server.isHanging = true;
    const work = startWork(detector);
    detector.removeWork(work.deadline, true);
    await pass(5_000);
    expect(probe).not.toHaveBeenCalled();
  });
});
