import { Injectable } from '@nestjs/common';
import { LinkClicksStore } from './link-clicks.store.js';

/** A link as it was read. That it is exhausted holds for this object, until the link is read again. */
export interface LimitedLink {
  readonly id: number;
  readonly maxClicks: number;
}

export function isLimited<T extends { readonly maxClicks: number | null }>(
  link: T,
): link is T & LimitedLink & { maxClicks: number } {
  return link.maxClicks !== null;
}

interface PendingRequest {
  readonly resolve: (isAdmitted: boolean) => void;
  readonly reject: (error: unknown) => void;
}

/** Enforces `maxClicks` exactly: the database counts. Concurrent requests share a statement. */
@Injectable()
export class ClickLimit {
  readonly #exhausted = new WeakSet<LimitedLink>();
  readonly #pending = new Map<LimitedLink, PendingRequest[]>();

  constructor(private readonly clicks: LinkClicksStore) {}

  /** Counts the request if the limit allows it, and returns whether it does. @throws Problem `database-unavailable`. */
  async admit(link: LimitedLink): Promise<boolean> {
    if (this.#exhausted.has(link)) return false;
    return new Promise((resolve, reject) => {
      const pending = this.#pending.get(link);
      if (pending !== undefined) {
        pending.push({ resolve, reject });
        return;
      }
      this.#pending.set(link, [{ resolve, reject }]);
      void this.#admitPending(link);
    });
  }

  async wouldAdmit(link: LimitedLink): Promise<boolean> {
    if (this.#exhausted.has(link)) return false;
    const { redirects } = await this.clicks.get(link.id);
    return redirects < link.maxClicks;
  }

  async #admitPending(link: LimitedLink): Promise<void> {
    for (;;) {
      const requests = this.#pending.get(link) ?? [];
      if (requests.length === 0) break;
      this.#pending.set(link, []);
      await this.#reserve(link, requests);
    }
    this.#pending.delete(link);
  }

  async #reserve(link: LimitedLink, requests: readonly PendingRequest[]): Promise<void> {
    try {
      const admitted = await this.clicks.reserveRedirects(link.id, requests.length, link.maxClicks);
      if (admitted < requests.length) this.#exhausted.add(link);
      requests.forEach(({ resolve }, index) => resolve(index < admitted));
    } catch (error) {
      for (const { reject } of requests) reject(error);
    }
  }
}
