import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import type { DatabaseClock } from '../platform/database/database-clock.js';
import { ClickRecorder, type ClickedLink } from './click-recorder.js';
import { DAY_MS, quarterOf } from './day.js';
import { EncodedVisit, type ClickBatch, type ServedClick } from './journal/journal-format.js';
import type { JournalWriter } from './journal/journal-writer.js';
import type { VisitEncoder } from './journal/visit-encoder.js';
import { anonymousVisit } from './visit/visit.js';

/** Not the time of this machine. */
const NOW_MS = 20_000 * DAY_MS + 13 * 3_600_000;
const LINK: ClickedLink = { id: 1, maxClicks: null };
const LIMITED: ClickedLink = { id: 2, maxClicks: 10 };

/** With an encoder that writes the remote address as the browser. */
function createRecorder() {
  const encode = jest.fn(
    (_headers: IncomingHttpHeaders, remoteAddress: string, _nowMs: number): EncodedVisit => {
      return new EncodedVisit({ ...anonymousVisit('human'), browser: remoteAddress });
    },
  );
  const append = jest.fn((_batch: ClickBatch) => {});
  const recorder = new ClickRecorder(
    { encode } as unknown as VisitEncoder,
    { append } as unknown as JournalWriter,
    { nowMs: () => NOW_MS } as DatabaseClock,
  );
  return { recorder, encode, append };
}

function requestFrom(remoteAddress: string | undefined): IncomingMessage {
  const headers = { 'user-agent': 'Firefox' };
  return { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
}

const encodedText = (browser: string | null): string =>
  new EncodedVisit({ ...anonymousVisit('human'), browser }).text;

/** The link, the limit and the visit of each click. */
const summarize = (clicks: readonly ServedClick[] = []) =>
  clicks.map(({ linkId, isLimited, visit }) => [linkId, isLimited, visit.text]);

const endOfTurn = () => new Promise(setImmediate);

describe(ClickRecorder.name, () => {
  it('records a click whose visitor cannot be described, and the others of the batch', async () => {
    Logger.overrideLogger(false);
    const { recorder, append, encode } = createRecorder();
    encode.mockImplementationOnce(() => {
      throw new Error('a defect');
    });
    for (const remoteAddress of ['odd', 'a', 'b'])
      recorder.record(LINK, requestFrom(remoteAddress));
    await endOfTurn();
    expect(summarize(append.mock.calls[0]?.[0].clicks)).toEqual([
      [1, false, encodedText(null)],
      [1, false, encodedText('a')],
      [1, false, encodedText('b')],
    ]);
  });

  it('writes once per turn of the event loop', async () => {
    const { recorder, append, encode } = createRecorder();
    for (let click = 0; click < 1_000; click++) recorder.record(LINK, requestFrom('a'));
    expect([append.mock.calls.length, encode.mock.calls.length]).toEqual([0, 0]);
    await endOfTurn();
    expect(append).toHaveBeenCalledTimes(1);
    expect(append.mock.calls[0]?.[0].clicks).toHaveLength(1_000);
    recorder.record(LINK, requestFrom('a'));
    await endOfTurn();
    expect(append).toHaveBeenCalledTimes(2);
  });

  it("writes the quarter hour by the database's clock, and the clicks in order", () => {
    const { recorder, append } = createRecorder();
    recorder.record(LINK, requestFrom('a'));
    recorder.record(LIMITED, requestFrom('a'));
    recorder.record(LINK, requestFrom('b'));
    recorder.flush();
    const { quarter, clicks } = append.mock.calls[0]?.[0] ?? {};
    expect(quarter).toBe(quarterOf(NOW_MS));
    expect(summarize(clicks)).toEqual([
      [LINK.id, false, encodedText('a')],
      [LIMITED.id, true, encodedText('a')],
      [LINK.id, false, encodedText('b')],
    ]);
  });

  it('marks a link with any limit as limited', () => {
    const { recorder, append } = createRecorder();
    recorder.record({ id: 3, maxClicks: 0 }, requestFrom('a'));
    recorder.flush();
    expect(append.mock.calls[0]?.[0].clicks).toMatchObject([{ isLimited: true }]);
  });

  it('writes nothing without clicks', async () => {
    const { recorder, append } = createRecorder();
    recorder.flush();
    recorder.record(LINK, requestFrom('a'));
    recorder.flush();
    await endOfTurn();
    expect(append).toHaveBeenCalledTimes(1);
  });

  it('counts the recorded clicks', async () => {
    const { recorder } = createRecorder();
    for (let click = 0; click < 3; click++) recorder.record(LINK, requestFrom('a'));
    await endOfTurn();
    recorder.record(LINK, requestFrom('a'));
    await endOfTurn();
    expect(recorder.recordedCount).toBe(4);
  });
});
