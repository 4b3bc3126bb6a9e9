import type { IncomingMessage } from 'node:http';
import { describe, expect, it } from '@jest/globals';
import { loadConfig } from '../platform/config/config.js';
import { ClientAddress } from '../platform/http/client-address.js';
import { FailedAttempts } from './failed-attempts.js';

const MAX_FAILURES = 20;

function createFailures(limit = '600') {
  const clock = { nowMs: 60_000_000 };
  const config = loadConfig({ RATE_LIMIT_PER_MINUTE: limit, TRUST_PROXY: '1' });
  const clientAddress = new ClientAddress(config);
  return { clock, failures: new FailedAttempts(config, () => clock.nowMs, clientAddress) };
}

function requestFrom(address: string): IncomingMessage {
  const headers = { 'x-forwarded-for': address };
  return { headers, socket: { remoteAddress: '10.0.0.1' } } as unknown as IncomingMessage;
}

function fail(failures: FailedAttempts, address: string, count = MAX_FAILURES): void {
  for (let done = 0; done < count; done++) failures.recordFailure(requestFrom(address));
}

describe(FailedAttempts.name, () => {
  it('blocks a client after too many failures in a minute', () => {
    const { failures, clock } = createFailures();
    fail(failures, '198.51.100.7', MAX_FAILURES - 1);
    expect(() => failures.assertNotBlocked(requestFrom('198.51.100.7'))).not.toThrow();
    fail(failures, '198.51.100.7', 1);
    clock.nowMs += 18_000;
    expect(() => failures.assertNotBlocked(requestFrom('198.51.100.7'))).toThrow(
      expect.objectContaining({ code: 'rate-limited', headers: { 'Retry-After': '42' } }),
    );
    expect(() => failures.assertNotBlocked(requestFrom('198.51.100.8'))).not.toThrow();
    clock.nowMs += 42_000;
    expect(() => failures.assertNotBlocked(requestFrom('198.51.100.7'))).not.toThrow();
  });

  it.each([
    ['2001:db8:1:2::1', '2001:db8:1:2:ffff::9', true],
    ['2001:db8:1:2::1', '2001:db8:1:3::1', false],
    ['::ffff:198.51.100.7', '198.51.100.7', true],
    ['198.51.100.7:1111', '198.51.100.7:2222', true],
    ['198.51.100.7:1111', '198.51.100.8:1111', false],
    ['[2001:db8:1:2::1]:1111', '2001:db8:1:2::9', true],
    ['[2001:db8:1:2::1]:1111', '[2001:db8:1:3::1]:1111', false],
  ])('treats %s and %s as one client: %s', (one, other, isOne) => {
    const { failures } = createFailures();
    fail(failures, one);
    const tryOther = expect(() => failures.assertNotBlocked(requestFrom(other)));
    if (isOne) tryOther.toThrow();
    else tryOther.not.toThrow();
  });

  it('is off if rate limits are off', () => {
    const { failures } = createFailures('0');
    fail(failures, '198.51.100.7', 1000);
    expect(() => failures.assertNotBlocked(requestFrom('198.51.100.7'))).not.toThrow();
  });
});
