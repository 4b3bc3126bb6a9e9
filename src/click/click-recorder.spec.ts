import type { IncomingMessage } from 'node:http';
import { describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { Clicks } from './click.js';
import { ClickRecorder, type ClickedLink } from './click-recorder.js';
import { quarterOf } from './day.js';
import { ClicksDecoder } from './journal/journal-format.js';
import type { Lines } from './journal/unwritten.js';
import type { Journals } from './journal/journals.js';
import { bareVisit, type Visit } from './visit/visit.js';
import type { VisitDescriber } from './visit/visit-describer.js';

const LINK: ClickedLink = { id: 1, maxClicks: null };
const LIMITED: ClickedLink = { id: 2, maxClicks: 10 };

/** Knows visitors by their addresses. */
function recorderWith() {
  const visits = new Map<string, Visit>();
  const describe = jest.fn((_rawHeaders: readonly string[], peer: string, _nowMs: number) => {
    const visit = visits.get(peer) ?? { ...bareVisit('human'), visitor: visits.size };
    visits.set(peer, visit);
    return visit;
  });
  const append = jest.fn((_lines: Lines) => {});
  const recorder = new ClickRecorder(
    { describe } as unknown as VisitDescriber,
    { append } as unknown as Journals,
  );
  return { recorder, describe, append };
}

function requestFrom(remoteAddress: string | undefined): IncomingMessage {
  const rawHeaders = ['user-agent', 'Firefox'];
  return { rawHeaders, socket: { remoteAddress } } as unknown as IncomingMessage;
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
    const { recorder, append, describe } = recorderWith();
    describe.mockImplementationOnce(() => {
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
    const { recorder, append, describe } = recorderWith();
    for (let click = 0; click < 1_000; click++) recorder.record(LINK, requestFrom(`${click % 10}`));
    expect([append.mock.calls.length, describe.mock.calls.length]).toEqual([0, 0]);
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

  it('writes what is the same of visit and link as one, with a count', () => {
    const { recorder, append } = recorderWith();
    const before = quarterOf(Date.now());
    recorder.record(LINK, requestFrom('a'));
    recorder.record(LIMITED, requestFrom('a'));
    recorder.record(LINK, requestFrom('b'));
    recorder.record(LINK, requestFrom('a'));
    recorder.endTurn();
    const { text, lineCount, clickCount } = append.mock.calls[0]?.[0] ?? { text: '' };
    expect([lineCount, clickCount]).toEqual([3, 4]);
    const common = { quarter: expect.any(Number), count: 1, isLimited: false };
    const [first, second] = [0, 1].map((visitor) => ({ ...bareVisit('human'), visitor }));
    expect(decoded(text)).toEqual([
      { ...common, linkId: LINK.id, count: 2, visit: first },
      { ...common, linkId: LIMITED.id, isLimited: true, visit: first },
      { ...common, linkId: LINK.id, visit: second },
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

  it('knows the address of a connection that is closed by the end of the turn', () => {
    const { recorder, describe } = recorderWith();
    const request = requestFrom('203.0.113.9');
    recorder.record(LINK, request);
    Object.assign(request.socket, { remoteAddress: undefined });
    recorder.record(LINK, request);
    recorder.endTurn();
    expect(describe.mock.calls).toEqual([
      [request.rawHeaders, '203.0.113.9', expect.any(Number)],
      [request.rawHeaders, '', expect.any(Number)],
    ]);
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
