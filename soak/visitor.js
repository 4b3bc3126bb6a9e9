import { describe, isLost } from './exchange-rules.js';
import { PROMISES } from './report.js';
import { visit } from './visit.js';

/** Visits links, most of them live ones, over a connection that it renews from time to time. */
export class Visitor {
  #guessCount = 0;

  /**
   * @param {import('./soak.js').Context} context
   * @param {{ name: string, random: import('./random.js').Random, client: import('./client.js').Client }} parts
   */
  constructor(context, { name, random, client }) {
    this.context = context;
    this.name = name;
    this.random = random;
    this.client = client;
  }

  async act() {
    const { random, context, client } = this;
    const { live, deleted } = context.pool;
    if (live.length === 0) return;
    if (random.chance(2)) client.renew();
    if (random.chance(3)) await this.#guess();
    else if (deleted.length > 0 && random.chance(5))
      await visit(context, client, random.pick(deleted));
    else await visit(context, client, random.pickLate(live), random.chance(5) ? 'HEAD' : 'GET');
  }

  /** Asks for a key that nobody has. */
  async #guess() {
    const exchange = await this.client.send('GET', `/guess-${this.name}-${this.#guessCount++}`);
    if (isLost(this.context, this.client, exchange) || exchange.answer?.status === 404) return;
    this.context.findings.add(
      PROMISES.keys,
      `${describe(exchange)} answers ${exchange.answer?.status}`,
    );
  }
}
