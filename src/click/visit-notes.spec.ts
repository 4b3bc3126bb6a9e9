import { describe, expect, it, jest } from '@jest/globals';
import { DAY_MS } from './day.js';
import type { RequestFacts } from './visit/request-facts.js';
import { bareVisit, type Visit } from './visit/visit.js';
import type { VisitDescriber } from './visit/visit-describer.js';
import { VisitNotes } from './visit-notes.js';

const TODAY = 20_000;
const TODAY_MS = TODAY * DAY_MS;
const PEER = '203.0.113.9';
const HEADERS = { 'user-agent': 'Firefox' };

/** Describes each visitor as one more. */
function notesWith() {
  const describe = jest.fn((_facts: RequestFacts, _peer: string, _day: number): Visit => {
    return { ...bareVisit('human'), visitor: describe.mock.calls.length };
  });
  const knowsVisitors = jest.fn((_day: number) => true);
  const describer = { describe, knowsVisitors } as unknown as VisitDescriber;
  return { notes: new VisitNotes(describer), describe, knowsVisitors };
}

describe(VisitNotes.name, () => {
  it('writes what is described, of the day on which it is', () => {
    const { notes, describe } = notesWith();
    const { text } = notes.of({ ...HEADERS, dnt: '1' }, PEER, TODAY_MS + 5);
    expect(text).toBe('human\t1\t\t\t\t\t');
    const facts = expect.objectContaining({ userAgent: 'Firefox', wantsPrivacy: true });
    expect(describe.mock.calls).toEqual([[facts, PEER, TODAY]]);
  });

  it('describes a visitor once a day', () => {
    const { notes } = notesWith();
    const first = notes.of(HEADERS, PEER, TODAY_MS);
    expect(notes.of({ ...HEADERS, accept: '*/*' }, PEER, TODAY_MS + DAY_MS - 1)).toBe(first);
    expect(notes.of(HEADERS, '203.0.113.8', TODAY_MS)).not.toBe(first);
    expect(notes.of(HEADERS, PEER, TODAY_MS + DAY_MS)).not.toBe(first);
  });

  it('describes anew who was described without a number', () => {
    const { notes, knowsVisitors } = notesWith();
    knowsVisitors.mockReturnValueOnce(false);
    const early = notes.of(HEADERS, PEER, TODAY_MS);
    const late = notes.of(HEADERS, PEER, TODAY_MS);
    expect(late).not.toBe(early);
    expect(notes.of(HEADERS, PEER, TODAY_MS)).toBe(late);
  });

  it('does not remember what is overlong', () => {
    const { notes, describe } = notesWith();
    const headers = { 'user-agent': 'x'.repeat(600), referer: 'y'.repeat(600) };
    for (let time = 0; time < 2; time++) notes.of(headers, PEER, TODAY_MS);
    expect(describe).toHaveBeenCalledTimes(2);
  });
});
