import { LinkHistory } from './link-history.js';

/** The redirects of a link, as its visitors know them. */
export class ClickCount {
  /** Redirects that were received. */
  answered = 0;
  /** Requests whose answer was lost, so that they may be counted or not. */
  unknown = 0;
  /** Redirects that were received in the last moment of an instance that was killed, which may be missing. */
  uncertain = 0;
  /** Requests without an answer so far. */
  underWay = 0;

  get min() {
    return this.answered - this.uncertain;
  }

  get max() {
    return this.answered + this.unknown + this.underWay;
  }
}

/** A link that the service has created, and all that is known of it. */
export class SoakLink {
  history = new LinkHistory();
  clicks = new ClickCount();
  /** When each instance last redirected this link since the last change, by the prefix of its request ids. @type {Map<string, number>} */
  servedBy = new Map();
  isBusy = false;
  /** Calls under way that read this link. While a change waits they remove it from memory as the change does. */
  readCount = 0;

  /**
   * @param {string} key
   * @param {number} [maxClicks]
   */
  constructor(key, maxClicks) {
    this.key = key;
    this.maxClicks = maxClicks;
  }

  get path() {
    return `/api/v1/links/${encodeURIComponent(this.key)}`;
  }

  describe() {
    const { answered, unknown, uncertain, underWay } = this.clicks;
    const clicks = `${answered} answered, ${unknown} unknown, ${uncertain} uncertain, ${underWay} under way`;
    return [`link ${this.key}: ${clicks}`, ...this.history.describe(12)];
  }
}
