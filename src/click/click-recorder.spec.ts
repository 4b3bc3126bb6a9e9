import type { IncomingHttpHeaders, IncomingMessage } from 'node:http';
import { describe, expect, it, jest } from '@jest/globals';
import { Logger } from '@nestjs/common';
import { ClickRecorder, type ClickedLink } from './click-recorder.js';
import { quarterOf } from './day.js';
import type { JournalQueue } from './journal/journal-queue.js';
import type { ServedClick, ClickBatch } from './journal/click-batch.js';
import { EncodedVisit } from './journal/encoded-visit.js';
import { anonymousVisit } from './visit/visit.js';
import type { VisitEncoder } from './visit-encoder.js';

const LINK: ClickedLink = { id: 1, maxClicks: null };
const LIMITED: ClickedLink = { id: 2, maxClicks: 10 };

/** Tells visitors by their addresses. */
function recorderWith() {
  const encode = jest.fn(
    (_headers: IncomingHttpHeaders, remoteAddress: string, _nowMs: number): EncodedVisit => {
      return new EncodedVisit({ ...anonymousVisit('human'), browser: remoteAddress });
    },
  );
  const append = jest.fn((_batch: ClickBatch) => {});
  const recorder = new ClickRecorder(
    { encode } as unknown as VisitEncoder,
    { append } as unknown as JournalQueue,
  );
  return { recorder, encode, append };
}

function requestFrom(remoteAddress: string | undefined): IncomingMessage {
  const headers = { 'user-agent': 'Firefox' };
  return { headers, socket: { remoteAddress } } as unknown as IncomingMessage;
}

const textOf = (browser: string | null): string =>
  new EncodedVisit({ ...anonymousVisit('human'), browser }).text;

/** Of each click the link, whether it is limited, and what journals tell of the visit. */
const summary = (clicks: readonly ServedClick[] = []) =>
  clicks.map(({ linkId, isLimited, visit }) => [linkId, isLimited, visit.text]);

const endOfTurn = () => new Promise(setImmediate);

describe(ClickRecorder.name, () => {
  it('counts a visitor whom nobody can describe, and the others of the turn', async () => {
    Logger.overrideLogger(false);
    const { recorder, append, encode } = recorderWith();
    encode.mockImplementationOnce(() => {
      throw new Error('a defect');
    });
    for (const remoteAddress of ['odd', 'a', 'b'])
      recorder.record(LINK, requestFrom(remoteAddress));
    await endOfTurn();
    expect(summary(append.mock.calls[0]?.[0].clicks)).toEqual([
      [1, false, textOf(null)],
      [1, false, textOf('a')],
      [1, false, textOf('b')],
    ]);
  });

  it('writes once a turn, however many clicks there were', async () => {
    const { recorder, append, encode } = recorderWith();
    for (let click = 0; click < 1_000; click++) recorder.record(LINK, requestFrom('a'));
    expect([append.mock.calls.length, encode.mock.calls.length]).toEqual([0, 0]);
    await endOfTurn();
    expect(append).toHaveBeenCalledTimes(1);
    expect(append.mock.calls[0]?.[0].clicks).toHaveLength(1_000);
    recorder.record(LINK, requestFrom('a'));
    await endOfTurn();
    expect(append).toHaveBeenCalledTimes(2);
  });

  it('tells when it was, and click by click in their order what was clicked and who did', () => {
    const { recorder, append } = recorderWith();
    const before = quarterOf(Date.now());
    recorder.record(LINK, requestFrom('a'));
    recorder.record(LIMITED, requestFrom('a'));
    recorder.record(LINK, requestFrom('b'));
    recorder.flush();
    const { quarter, clicks } = append.mock.calls[0]?.[0] ?? {};
    expect([before, quarterOf(Date.now())]).toContain(quarter);
    expect(summary(clicks)).toEqual([
      [LINK.id, false, textOf('a')],
      [LIMITED.id, true, textOf('a')],
      [LINK.id, false, textOf('b')],
    ]);
  });

  it('takes a limit of any size for one', () => {
    const { recorder, append } = recorderWith();
    recorder.record({ id: 3, maxClicks: 0 }, requestFrom('a'));
    recorder.flush();
    expect(append.mock.calls[0]?.[0].clicks).toMatchObject([{ isLimited: true }]);
  });

  it('does nothing at the end of a turn without clicks', async () => {
    const { recorder, append } = recorderWith();
    recorder.flush();
    recorder.record(LINK, requestFrom('a'));
    recorder.flush();
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
