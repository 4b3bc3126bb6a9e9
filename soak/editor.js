import { describe, isLost } from './exchange-rules.js';
import { PROMISES } from './report.js';
import { visit } from './visit.js';

/**
 * @typedef {import('./soak.js').Context} Context
 * @typedef {import('./client.js').Client} Client
 * @typedef {import('./link.js').SoakLink} SoakLink
 */

const MIN_LINK_COUNT = 8;
const LIVE_LINK_COUNT = 40;

/** Changes links, one call after the other, and asks all instances as soon as a change is answered. */
export class Editor {
  #urlCount = 0;

  /**
   * @param {Context} context
   * @param {{ name: string, random: import('./random.js').Random, client: Client, probes: readonly Client[] }} parts
   */
  constructor(context, { name, random, client, probes }) {
    this.context = context;
    this.name = name;
    this.random = random;
    this.client = client;
    this.probes = probes;
  }

  async act() {
    const { random } = this;
    const { live } = this.context.pool;
    if (random.chance(5)) await this.#claimDeleted();
    else if (random.chance(this.#creationShare())) await this.#create();
    else {
      const link = random.pickLate(live);
      // Another editor is at work, or the limit of a link is being tried.
      if (link.isBusy || link.maxClicks !== undefined) return;
      link.isBusy = true;
      await this.#change(link);
      link.isBusy = false;
    }
    if (random.chance(5)) this.client.renew();
    const probe = random.pick(this.probes);
    if (random.chance(20)) probe.renew();
  }

  /** @param {SoakLink} link */
  async #change(link) {
    const { live } = this.context.pool;
    if (live.length > LIVE_LINK_COUNT && this.random.chance(30)) return this.#delete(link);
    const isDisabled = this.random.chance(15);
    const url = this.#nextUrl();
    const { history } = link;
    link.servedBy.clear();
    const change = history.begin(isDisabled ? null : url, performance.now());
    const exchange = await this.client.send('PATCH', link.path, { url, disabled: isDisabled });
    if (isLost(this.context, this.client, exchange)) return;
    const status = exchange.answer?.status;
    if (status === 200) {
      history.acknowledge(change, exchange.endedMs);
      await this.#probe(link);
      return;
    }
    history.withdraw(change);
    const deletion = history.deletion;
    if (status === 410 && deletion !== undefined) {
      history.acknowledge(deletion, exchange.endedMs);
      this.context.pool.markDeleted(link);
      return;
    }
    const what = `${describe(exchange)} answers ${status}`;
    this.context.findings.add(PROMISES.errors, what, link.describe());
  }

  /** @param {SoakLink} link */
  async #delete(link) {
    const { history } = link;
    link.servedBy.clear();
    const sent = history.deletion;
    const change = history.begin(null, performance.now(), true);
    const exchange = await this.client.send('DELETE', link.path);
    if (isLost(this.context, this.client, exchange)) return;
    const status = exchange.answer?.status;
    // 410 if the answer of an earlier call was lost.
    if (status !== 204 && !(status === 410 && sent !== undefined)) {
      const what = `${describe(exchange)} answers ${status}`;
      this.context.findings.add(PROMISES.errors, what, link.describe());
    }
    history.acknowledge(change, exchange.endedMs);
    this.context.pool.markDeleted(link);
    await this.#probe(link);
  }

  async #create() {
    const url = this.#nextUrl();
    const { random, context } = this;
    const limit = random.chance(10) ? { maxClicks: random.between(5, 60) } : {};
    const alias = random.chance(20) ? { alias: `${this.name}-${this.#urlCount}` } : {};
    const body = { url, ...limit, ...alias };
    const calls =
      alias.alias !== undefined && random.chance(50) ? this.#race(body) : [this.#post(body)];
    const created = (await Promise.all(calls)).filter((link) => link !== undefined);
    // A call that finds the alias taken removes the link from memory once more.
    for (const link of created) {
      link.servedBy.clear();
      link.readCount--;
    }
    for (const link of created) {
      if (link.maxClicks === undefined) await this.#probe(link);
      else await this.#exhaust(link);
    }
    context.summary.noteCreated(created.length);
  }

  /** How many of a hundred acts create a link: fewer, the more there are. */
  #creationShare() {
    const { length } = this.context.pool.live;
    if (length < MIN_LINK_COUNT) return 100;
    return length < LIVE_LINK_COUNT ? 30 : 10;
  }

  /** The key of a deleted link is never an alias: `Pool` finds one that is. */
  async #claimDeleted() {
    const { deleted } = this.context.pool;
    if (deleted.length === 0) return;
    await this.#post({ url: this.#nextUrl(), alias: this.random.pick(deleted).key });
  }

  /** Two instances are asked for the same alias at once: `Pool` finds two that get it. @param {{ url: string }} body */
  #race(body) {
    return [this.client, ...this.probes.slice(0, 1)].map((client) => this.#post(body, client));
  }

  /** @param {{ url: string, alias?: string, maxClicks?: number }} body @param {Client} [client] */
  async #post(body, client = this.client) {
    const exchange = await client.send('POST', '/api/v1/links', body);
    if (isLost(this.context, client, exchange)) return undefined;
    const { status, body: link } = exchange.answer ?? { status: 0, body: undefined };
    if (status === 409 && body.alias !== undefined) return undefined;
    if (status === 201) {
      const added = this.context.pool.add(
        { key: link.key, url: body.url, maxClicks: body.maxClicks },
        exchange,
      );
      added.readCount++;
      return added;
    }
    const what = `${describe(exchange)} answers ${status}: ${JSON.stringify(link)}`;
    this.context.findings.add(PROMISES.errors, what);
    return undefined;
  }

  /** Visits from all sides until the limit is reached. @param {SoakLink} link */
  async #exhaust(link) {
    const rounds = Math.ceil((link.maxClicks ?? 0) / this.probes.length) + 1;
    for (let round = 0; round < rounds; round++) await this.#probe(link);
  }

  /** Every instance is asked, by connections that PM2 has spread over them. @param {SoakLink} link */
  async #probe(link) {
    await Promise.all(this.probes.map((client) => visit(this.context, client, link)));
  }

  #nextUrl() {
    this.#urlCount++;
    return `https://example.com/${this.name}/${this.#urlCount}`;
  }
}
