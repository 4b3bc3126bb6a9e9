import { PROMISES } from './report.js';
import { SoakLink } from './link.js';

/** All links that this run has created. */
export class Pool {
  /** Every key that was handed out or claimed. @type {Map<string, SoakLink>} */
  #byKey = new Map();
  /** @type {SoakLink[]} */
  live = [];
  /** @type {SoakLink[]} */
  deleted = [];

  /** @param {import('./report.js').Findings} findings */
  constructor(findings) {
    this.findings = findings;
  }

  /**
   * Adds a link that a call has created.
   * @param {{ key: string, url: string, maxClicks?: number | undefined }} created
   * @param {import('./client.js').Exchange} exchange
   */
  add({ key, url, maxClicks }, exchange) {
    const link = new SoakLink(key, maxClicks);
    const before = this.#byKey.get(key);
    if (before !== undefined) {
      const what = `${exchange.name} answers 201 with the key ${key}, which was handed out before`;
      this.findings.add(PROMISES.keys, what, before.describe());
    }
    this.#byKey.set(key, link);
    link.history.acknowledge(link.history.begin(url, exchange.begunMs), exchange.endedMs);
    this.live.push(link);
    return link;
  }

  /** @param {SoakLink} link that was deleted */
  markDeleted(link) {
    this.live = this.live.filter((each) => each !== link);
    if (!this.deleted.includes(link)) this.deleted.push(link);
  }

  get all() {
    return [...this.#byKey.values()];
  }

  /** @param {string} key */
  get(key) {
    return this.#byKey.get(key);
  }
}
