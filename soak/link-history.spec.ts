import { beforeEach, describe, expect, it } from '@jest/globals';
import { LinkHistory } from './link-history.js';

const [OLD, NEW, NEWER] = [
  'https://example.com/1',
  'https://example.com/2',
  'https://example.com/3',
];

describe(LinkHistory.name, () => {
  let history: LinkHistory;

  beforeEach(() => {
    history = new LinkHistory();
    history.acknowledge(history.begin(OLD, 1), 2);
  });

  const isAllowed = (target: string | null, floor = history.floor): boolean =>
    history.find(target, floor) !== undefined;

  it('allows only the new destination to who asks after the change was acknowledged', () => {
    history.acknowledge(history.begin(NEW, 3), 4);
    expect([OLD, NEW].map((target) => isAllowed(target))).toEqual([false, true]);
  });

  it('allows both to who asks while a change is under way', () => {
    const { floor } = history;
    history.acknowledge(history.begin(NEW, 3), 4);
    expect([OLD, NEW].map((target) => isAllowed(target, floor))).toEqual([true, true]);
  });

  it('allows both after a change whose answer was lost, until a later one is acknowledged', () => {
    history.begin(NEW, 3);
    expect([OLD, NEW].map((target) => isAllowed(target))).toEqual([true, true]);
    history.acknowledge(history.begin(NEWER, 5), 6);
    expect([OLD, NEW, NEWER].map((target) => isAllowed(target))).toEqual([false, false, true]);
  });

  it('allows only a change whose answer was lost after a read has shown it', () => {
    history.begin(NEW, 3);
    const shown = history.find(NEW, history.floor);
    if (shown !== undefined) history.acknowledge(shown, 5);
    expect([OLD, NEW].map((target) => isAllowed(target))).toEqual([false, true]);
  });

  it('forgets a change that was refused', () => {
    history.withdraw(history.begin(NEW, 3));
    expect([OLD, NEW].map((target) => isAllowed(target))).toEqual([true, false]);
  });

  it('knows what was acknowledged at an earlier time', () => {
    history.acknowledge(history.begin(NEW, 3), 4);
    history.acknowledge(history.begin(null, 5), 6);
    expect([2, 4, 5, 6].map((atMs) => history.floorAt(atMs))).toEqual([0, 1, 1, 2]);
  });

  it('tells a deletion that may have been made', () => {
    expect(history.deletion).toBeUndefined();
    const deletion = history.begin(null, 3, true);
    expect(history.deletion).toBe(deletion);
    history.acknowledge(history.begin(NEW, 5), 6);
    expect(history.deletion).toBeUndefined();
  });
});
