import { describe, isLost } from './exchange-rules.js';
import { PROMISES } from './report.js';

/**
 * @typedef {import('./soak.js').Context} Context
 * @typedef {import('./client.js').Client} Client
 * @typedef {import('./client.js').Exchange} Exchange
 * @typedef {import('./link.js').SoakLink} SoakLink
 */

/** An instance that is so late itself may find no failure that is new enough: docs/adr/0006, "Service without a lease". */
const LATE_MS = 500;

/**
 * Visits a link and judges what comes.
 * @param {Context} context
 * @param {Client} client
 * @param {SoakLink} link
 * @param {'GET' | 'HEAD'} [method]
 */
export async function visit(context, client, link, method = 'GET') {
  const { clicks, history } = link;
  const { floor } = history;
  const isCounted = method === 'GET';
  if (isCounted) clicks.underWay++;
  const exchange = await client.send(method, `/${encodeURIComponent(link.key)}`);
  if (isCounted) clicks.underWay--;
  if (isLost(context, client, exchange)) {
    if (isCounted && mayCount(exchange, link)) clicks.unknown++;
    expectUncached(context, client, { link, exchange });
    return;
  }
  if (isCounted && exchange.answer?.status === 302) {
    clicks.answered++;
    client.lastRedirect = { clicks, answeredMs: exchange.endedMs };
  }
  judge(context, client, { link, exchange, floor });
}

/**
 * Whether a redirect that was not received may be counted. The limit of a link is counted before it is redirected.
 * @param {Exchange} exchange
 * @param {SoakLink} link
 */
function mayCount({ answer, failure }, { maxClicks }) {
  return answer === undefined ? failure !== 'ECONNREFUSED' : maxClicks !== undefined;
}

/** @param {Context} context @param {Client} client @param {{ link: SoakLink, exchange: Exchange, floor: number }} visit */
function judge(context, client, { link, exchange, floor }) {
  const { answer } = exchange;
  if (answer === undefined) return;
  const { status, location } = answer;
  const target = status === 410 ? null : location;
  const isKnown = status === 302 || status === 410;
  const allowed =
    isKnown && target !== undefined
      ? oldestAllowed(context, client, { link, exchange, floor })
      : floor;
  if (link.maxClicks !== undefined && isKnown) return judgeLimit(context, link, exchange);
  if (!isKnown || target === undefined || link.history.find(target, allowed) === undefined) {
    const what = `${describe(exchange)} answers ${status} ${location ?? ''}; it may not be older than change ${allowed}`;
    context.findings.add(PROMISES.stale, what, link.describe());
    return;
  }
  if (status === 302) noteServed(link, exchange, answer.instance);
}

/** A copy in memory stays there until the next change: one that is under way removes it. @param {SoakLink} link @param {Exchange} exchange @param {string} instance */
function noteServed({ servedBy, history, readCount }, { begunMs, endedMs }, instance) {
  if (history.settledMs < begunMs && readCount === 0) servedBy.set(instance, endedMs);
}

/**
 * The index of the oldest change that may be seen: an instance that alone has lost the database may serve what was
 * current then.
 * @param {Context} context
 * @param {Client} client
 * @param {{ link: SoakLink, exchange: Exchange, floor: number }} visit
 */
function oldestAllowed({ announcements }, { machine }, { link, exchange, floor }) {
  const sinceMs = announcements.aloneSinceMs(machine, exchange);
  return sinceMs === undefined ? floor : Math.min(floor, link.history.floorAt(sinceMs));
}

/** @param {Context} context @param {SoakLink} link @param {Exchange} exchange */
function judgeLimit(context, link, exchange) {
  const { clicks, maxClicks = 0 } = link;
  const isOver = clicks.answered > maxClicks;
  const isEarly = exchange.answer?.status === 410 && clicks.max < maxClicks;
  if (!isOver && !isEarly) return;
  const what = `${describe(exchange)} answers ${exchange.answer?.status} with a limit of ${maxClicks} redirects`;
  context.findings.add(PROMISES.clicks, what, link.describe());
}

/**
 * In an outage an instance redirects the links that it has in memory: 503 for one of them is a failure.
 * @param {Context} context
 * @param {Client} client
 * @param {{ link: SoakLink, exchange: Exchange }} visit
 */
function expectUncached({ announcements, findings }, { machine }, { link, exchange }) {
  const { answer } = exchange;
  if (answer === undefined || link.maxClicks !== undefined) return;
  if (exchange.endedMs - exchange.begunMs > LATE_MS) return;
  const servedMs = link.servedBy.get(answer.instance);
  if (servedMs === undefined || servedMs < announcements.calmSinceMs(machine, exchange.endedMs))
    return;
  if (servedMs > announcements.outageSinceMs(machine, exchange.endedMs)) return;
  const what = `${describe(exchange)} answers ${answer.status}, though the instance redirected it at ${servedMs / 1000} s`;
  findings.add(PROMISES.memory, what, link.describe());
}
