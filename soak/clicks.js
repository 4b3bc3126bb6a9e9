import { setTimeout as sleep } from 'node:timers/promises';
import { Client } from './client.js';
import { isLost } from './exchange-rules.js';
import { readLink } from './reader.js';
import { print, PROMISES } from './report.js';

/** A killed instance's clicks are counted some five seconds later by another one, and after an outage later. */
const COUNTED_WITHIN_MS = 30_000;
/** After this time clicks that are counted twice have shown. */
const SETTLED_MS = 8_000;
const POLL_MS = 250;

/**
 * @typedef {import('./soak.js').Context} Context
 * @typedef {import('./link.js').SoakLink} SoakLink
 */

/** Compares the clicks of each link with what its visitors have received. @param {Context} context */
export async function expectCounted(context) {
  const client = new Client(context.machines[0]);
  const due = context.pool.live.map((link) => ({ link, min: link.clicks.min }));
  let total = 0;
  for (const { link, min } of due) total += await untilCounted(context, client, { link, min });
  client.renew();
  print(`checked the clicks of ${due.length} links: ${total} counted`);
}

/**
 * @param {Context} context
 * @param {Client} client
 * @param {{ link: SoakLink, min: number }} expected
 */
async function untilCounted(context, client, { link, min }) {
  const deadlineMs = performance.now() + COUNTED_WITHIN_MS;
  for (;;) {
    const counted = await readLink(context, client, link);
    const isDeleted = !context.pool.live.includes(link);
    if (isDeleted || context.over.aborted) return 0;
    if (counted !== undefined && counted >= min) return counted;
    if (performance.now() > deadlineMs) {
      const what = `${counted} clicks on ${link.key} are counted, at least ${min} were received`;
      context.findings.add(PROMISES.clicks, what, link.describe());
      return 0;
    }
    await sleep(POLL_MS);
  }
}

/** Compares all clicks, also those on deleted links. No visitor is left. @param {Context} context */
export async function expectTotal(context) {
  await expectCounted(context);
  await sleep(SETTLED_MS);
  await expectCounted(context);
  const client = new Client(context.machines[0]);
  const exchange = await client.send('GET', '/api/v1/admin/stats');
  client.renew();
  if (isLost(context, client, exchange)) return;
  const total = Number(exchange.answer?.body.clicks.total);
  const { all } = context.pool;
  const min = all.reduce((sum, { clicks }) => sum + clicks.min, 0);
  const max = all.reduce((sum, { clicks }) => sum + clicks.max, 0);
  print(`all links: ${total} clicks counted, ${min} to ${max} expected`);
  context.summary.clicks = { total, min, max };
  if (total < min || total > max) {
    const what = `${total} clicks are counted, between ${min} and ${max} are expected`;
    context.findings.add(PROMISES.clicks, what);
  }
}
