import { PROMISES } from './report.js';

/**
 * Whether an exchange has no answer, or 503, and tells nothing else. Reports a failure that no disruption explains.
 * @param {import('./soak.js').Context} context
 * @param {import('./client.js').Client} client
 * @param {import('./client.js').Exchange} exchange
 */
export function isLost(context, client, exchange) {
  const { answer, failure } = exchange;
  const { machine } = client;
  const { announcements, findings } = context;
  context.summary.noteExchange(exchange);
  if (answer === undefined) {
    if (!announcements.allowBroken(machine, exchange)) {
      findings.add(PROMISES.errors, `${describe(exchange)} has no answer: ${failure}`);
    }
    return true;
  }
  if (answer.status < 500) return false;
  const isAnnounced =
    answer.status === 503 &&
    Number(answer.retryAfter) > 0 &&
    (announcements.allowUnavailable(machine, exchange) || announcements.allowLockTimeout(exchange));
  if (!isAnnounced) {
    const body = JSON.stringify(answer.body);
    const what = `${describe(exchange)} answers ${answer.status}, Retry-After ${answer.retryAfter}: ${body}`;
    findings.add(PROMISES.errors, what);
  }
  return true;
}

/** @param {import('./client.js').Exchange} exchange */
export function describe({ name, begunMs, endedMs, answer }) {
  const period = `${(begunMs / 1000).toFixed(3)} s to ${(endedMs / 1000).toFixed(3)} s`;
  const instance = answer === undefined ? '' : `, instance ${answer.instance}`;
  return `${name} (${period}${instance})`;
}
