import { describe, isLost } from './exchange-rules.js';
import { PROMISES } from './report.js';

/**
 * @typedef {import('./soak.js').Context} Context
 * @typedef {import('./client.js').Client} Client
 * @typedef {import('./link.js').SoakLink} SoakLink
 */

/** Reads links by the API: what it answers is reported, so that all instances must know it from then on. */
export class Reader {
  /**
   * @param {Context} context
   * @param {{ random: import('./random.js').Random, client: Client }} parts
   */
  constructor(context, { random, client }) {
    this.context = context;
    this.random = random;
    this.client = client;
  }

  async act() {
    const { random, context } = this;
    const { live, deleted } = context.pool;
    const links = deleted.length > 0 && random.chance(10) ? deleted : live;
    if (links.length > 0) await readLink(context, this.client, random.pickLate(links));
    if (random.chance(5)) this.client.renew();
  }
}

/**
 * Reads a link, judges the answer, and returns how many clicks are counted.
 * @param {Context} context
 * @param {Client} client
 * @param {SoakLink} link
 * @returns {Promise<number | undefined>} `undefined` if the answer was lost or the link is deleted
 */
export async function readLink(context, client, link) {
  const { history } = link;
  const { floor } = history;
  link.servedBy.clear();
  link.readCount++;
  const exchange = await client.send('GET', link.path);
  link.readCount--;
  link.servedBy.clear();
  if (isLost(context, client, exchange)) return undefined;
  const { status, body } = exchange.answer ?? { status: 0, body: undefined };
  const isDeleted = status === 410;
  const target = isDeleted || body?.disabled === true ? null : body?.url;
  const change = isDeleted ? history.deletion : history.find(target, floor);
  if ((status !== 200 && !isDeleted) || change === undefined) {
    const what = `${describe(exchange)} answers ${status} ${target}, older than change ${floor}`;
    context.findings.add(PROMISES.stale, what, link.describe());
    return undefined;
  }
  history.acknowledge(change, exchange.endedMs);
  if (isDeleted) {
    context.pool.markDeleted(link);
    return undefined;
  }
  expectNoMore(context, link, body.clicks.total);
  return body.clicks.total;
}

/** @param {Context} context @param {SoakLink} link @param {number} counted */
function expectNoMore({ findings }, link, counted) {
  if (counted <= link.clicks.max) return;
  findings.add(
    PROMISES.clicks,
    `${counted} clicks on ${link.key} are counted, too many`,
    link.describe(),
  );
}
