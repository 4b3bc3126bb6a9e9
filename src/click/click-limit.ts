import { Injectable } from '@nestjs/common';
import { LinkClicksStore } from './link-clicks.store.js';

/** A link with a limit, as it was read; what is found out about it holds until it is read again. */
export interface LimitedLink {
  readonly id: number;
  readonly maxClicks: number;
}

export function isLimited<T extends { readonly maxClicks: number | null }>(
  link: T,
): link is T & LimitedLink & { maxClicks: number } {
  return link.maxClicks !== null;
}

interface Visitor {
  readonly resolve: (isServed: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/**
 * Decides who is still served of a link with a limit. The database counts, so that instances together
 * serve exactly as many. Visitors who come while it is being asked are counted by the next question
 * together, so that the number of statements does not grow with the number of visitors.
 */
@Injectable()
export class ClickLimit {
  readonly #exhausted = new WeakSet<LimitedLink>();
  readonly #waiting = new Map<LimitedLink, Visitor[]>();

  constructor(private readonly clicks: LinkClicksStore) {}

  /** Whether the visitor is served, and counted as such. @throws Problem `database-unavailable`. */
  async admit(link: LimitedLink): Promise<boolean> {
    if (this.#exhausted.has(link)) return false;
    return new Promise((resolve, reject) => {
      const waiting = this.#waiting.get(link);
      if (waiting !== undefined) {
        waiting.push({ resolve, reject });
        return;
      }
      this.#waiting.set(link, [{ resolve, reject }]);
      void this.#askFor(link);
    });
  }

  /** Whether a visitor would be served now. */
  async wouldAdmit(link: LimitedLink): Promise<boolean> {
    if (this.#exhausted.has(link)) return false;
    const { redirects } = await this.clicks.get(link.id);
    return redirects < link.maxClicks;
  }

  async #askFor(link: LimitedLink): Promise<void> {
    for (;;) {
      const visitors = this.#waiting.get(link) ?? [];
      if (visitors.length === 0) break;
      this.#waiting.set(link, []);
      await this.#ask(link, visitors);
    }
    this.#waiting.delete(link);
  }

  async #ask(link: LimitedLink, visitors: readonly Visitor[]): Promise<void> {
    try {
      const admitted = await this.clicks.reserveRedirects(link.id, visitors.length, link.maxClicks);
      if (admitted < visitors.length) this.#exhausted.add(link);
      visitors.forEach(({ resolve }, index) => resolve(index < admitted));
    } catch (error) {
      for (const { reject } of visitors) reject(error);
    }
  }
}
