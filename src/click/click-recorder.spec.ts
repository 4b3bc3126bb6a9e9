import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Clicks } from './click.js';
import { ClickRecorder, type ClickedLink } from './click-recorder.js';
import { quarterOf } from './day.js';
import { ClicksDecoder, encodeVisit } from './journal/journal-format.js';
import type { Lines } from './journal/unwritten.js';
import type { Journals } from './journal/journals.js';
import { bareVisit } from './visit/visit.js';
import type { VisitNotes } from './visit-notes.js';

const LINK: ClickedLink = { id: 1, maxClicks: null };
const LIMITED: ClickedLink = { id: 2, maxClicks: 10 };

/** Knows visitors by their addresses. */
function recorderWith() {
  const visitors: string[] = [];
  const of = jest.fn((_headers: IncomingHttpHeaders, peer: string, _nowMs: number): string => {
    if (!visitors.includes(peer)) visitors.push(peer);
    return encodeVisit({ ...bareVisit('human'), visitor: visitors.indexOf(peer) });
  });
  const append = jest.fn((_lines: Lines) => {});
  const recorder = new ClickRecorder(
    { of } as unknown as VisitNotes,
    { append } as unknown as Journals,
  );
  return { recorder, of, append };
}

function requestFrom(remoteAddress: string | undefined): IncomingMessage {
  const headers = { 'user-agent': 'Firefox' };
  return { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
}

function decoded(text: string): (Clicks | undefined)[] {
  const decoder = new ClicksDecoder();
  return text
    .slice(0, -1)
    .split('\n')
    .map((line) => decoder.decode(line));
}

const endOfTurn = () => new Promise(setImmediate);

describe(ClickRecorder.name, () => {
  it('counts a visitor whom nobody can describe, and the others of the turn', async () => {
    Logger.overrideLogger(false);
    const { recorder, append, of } = recorderWith();
    of.mockImplementationOnce(() => {
      throw new Error('a defect');
    });
    for (const peer of ['odd', 'a', 'b']) recorder.record(LINK, requestFrom(peer));
    await endOfTurn();
    expect(append.mock.calls[0]?.[0].clickCount).toBe(3);
    expect(decoded(append.mock.calls[0]?.[0].text ?? '')).toMatchObject([
      { visit: bareVisit('human') },
      { visit: { visitor: 0 } },
      { visit: { visitor: 1 } },
    ]);
  });

  it('writes once a turn, however many clicks there were', async () => {
    const { recorder, append, of } = recorderWith();
    for (let click = 0; click < 1_000; click++)
      recorder.record(LINK, requestFrom(`${Math.floor(click / 100)}`));
    expect([append.mock.calls.length, of.mock.calls.length]).toEqual([0, 0]);
    await endOfTurn();
    expect(append).toHaveBeenCalledTimes(1);
    expect(append).toHaveBeenCalledWith({
      text: expect.any(String),
      lineCount: 10,
      clickCount: 1_000,
    });
    recorder.record(LINK, requestFrom('a'));
    await endOfTurn();
    expect(append).toHaveBeenCalledTimes(2);
  });

  it('writes what is the same of visit and link as one, with a count, if it comes one behind the other', () => {
    const { recorder, append } = recorderWith();
    const before = quarterOf(Date.now());
    recorder.record(LINK, requestFrom('a'));
    recorder.record(LINK, requestFrom('a'));
    recorder.record(LIMITED, requestFrom('a'));
    recorder.record(LINK, requestFrom('b'));
    recorder.record(LINK, requestFrom('a'));
    recorder.endTurn();
    const { text, lineCount, clickCount } = append.mock.calls[0]?.[0] ?? { text: '' };
    expect([lineCount, clickCount]).toEqual([4, 5]);
    const common = { quarter: expect.any(Number), count: 1, isLimited: false };
    const [first, second] = [0, 1].map((visitor) => ({ ...bareVisit('human'), visitor }));
    expect(decoded(text)).toEqual([
      { ...common, linkId: LINK.id, count: 2, visit: first },
      { ...common, linkId: LIMITED.id, isLimited: true, visit: first },
      { ...common, linkId: LINK.id, visit: second },
      { ...common, linkId: LINK.id, visit: first },
    ]);
    expect([before, quarterOf(Date.now())]).toContain(decoded(text)[0]?.quarter);
  });

  it('takes a limit of any size for one', () => {
    const { recorder, append } = recorderWith();
    recorder.record({ id: 3, maxClicks: 0 }, requestFrom('a'));
    recorder.endTurn();
    expect(decoded(append.mock.calls[0]?.[0].text ?? '')).toMatchObject([{ isLimited: true }]);
  });

  it('does nothing at the end of a turn without clicks', async () => {
    const { recorder, append } = recorderWith();
    recorder.endTurn();
    recorder.record(LINK, requestFrom('a'));
    recorder.endTurn();
    await endOfTurn();
    expect(append).toHaveBeenCalledTimes(1);
  });

  it('tells how many clicks it has handed on', async () => {
    const { recorder } = recorderWith();
    for (let click = 0; click < 3; click++) recorder.record(LINK, requestFrom('a'));
    await endOfTurn();
    recorder.record(LINK, requestFrom('a'));
    await endOfTurn();
    expect(recorder.recordedCount).toBe(4);
  });
});
