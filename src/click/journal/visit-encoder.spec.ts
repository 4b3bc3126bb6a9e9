import { describe, expect, it, jest } from '@jest/globals';
import { DAY_MS } from '../day.js';
import type { VisitHeaders } from '../visit/visit-headers.js';
import { anonymousVisit, type Visit } from '../visit/visit.js';
import type { VisitDescriber } from '../visit/visit-describer.js';
import { VisitEncoder } from './visit-encoder.js';

const TODAY = 20_000;
const TODAY_MS = TODAY * DAY_MS;
const REMOTE_ADDRESS = '203.0.113.9';
const HEADERS = { 'user-agent': 'Firefox' };

/** With a describer that numbers its calls. */
function encoderWith() {
  const describe = jest.fn(
    (_headers: VisitHeaders, _remoteAddress: string, _day: number): Visit => {
      return { ...anonymousVisit('human'), visitor: describe.mock.calls.length };
    },
  );
  const hasSaltFor = jest.fn((_day: number) => true);
  const describer = { describe, hasSaltFor } as unknown as VisitDescriber;
  return { encoder: new VisitEncoder(describer), describe, hasSaltFor };
}

describe(VisitEncoder.name, () => {
  it('encodes the description of the visit for its day', () => {
    const { encoder, describe } = encoderWith();
    const { text } = encoder.encode({ ...HEADERS, dnt: '1' }, REMOTE_ADDRESS, TODAY_MS + 5);
    expect(text).toBe('human\t1\t\t\t\t\t');
    const visitHeaders = expect.objectContaining({ userAgent: 'Firefox', optsOutOfTracking: true });
    expect(describe.mock.calls).toEqual([[visitHeaders, REMOTE_ADDRESS, TODAY]]);
  });

  it('describes a visitor once a day', () => {
    const { encoder } = encoderWith();
    const first = encoder.encode(HEADERS, REMOTE_ADDRESS, TODAY_MS);
    expect(
      encoder.encode({ ...HEADERS, accept: '*/*' }, REMOTE_ADDRESS, TODAY_MS + DAY_MS - 1),
    ).toBe(first);
    expect(encoder.encode(HEADERS, '203.0.113.8', TODAY_MS)).not.toBe(first);
    expect(encoder.encode(HEADERS, REMOTE_ADDRESS, TODAY_MS + DAY_MS)).not.toBe(first);
  });

  it('describes a visitor again if there was no salt', () => {
    const { encoder, hasSaltFor } = encoderWith();
    hasSaltFor.mockReturnValueOnce(false);
    const early = encoder.encode(HEADERS, REMOTE_ADDRESS, TODAY_MS);
    const late = encoder.encode(HEADERS, REMOTE_ADDRESS, TODAY_MS);
    expect(late).not.toBe(early);
    expect(encoder.encode(HEADERS, REMOTE_ADDRESS, TODAY_MS)).toBe(late);
  });

  it('does not cache overlong headers', () => {
    const { encoder, describe } = encoderWith();
    const headers = { 'user-agent': 'x'.repeat(600), referer: 'y'.repeat(600) };
    for (let time = 0; time < 2; time++) encoder.encode(headers, REMOTE_ADDRESS, TODAY_MS);
    expect(describe).toHaveBeenCalledTimes(2);
  });
});
