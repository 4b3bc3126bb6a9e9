import { Injectable } from '@nestjs/common';
import { PendingChanges } from '../cluster/pending-changes.js';
import { Problem } from '../platform/errors/problem.js';
import type { ProblemCode } from '../platform/errors/problems.js';
import { toStoredKeys } from './canonical-key.js';
import type { Link } from './link.entity.js';
import { LinkStore } from './link.store.js';

/** Each of them tells the caller that a link was created, changed or deleted. */
const REPORTS_A_CHANGE: ReadonlySet<ProblemCode> = new Set([
  'alias-taken',
  'external-id-taken',
  'key-mismatch',
  'link-exists',
  'link-gone',
  'version-mismatch',
]);

/** What a request names: a refusal is about the links that have it. */
export interface NamedLinks {
  /** As the client wrote it. */
  readonly key?: string | null | undefined;
  readonly externalId?: string | null | undefined;
}

/** Makes sure that no answer reports a change which another instance does not redirect by yet. */
@Injectable()
export class ReportedLinks {
  constructor(
    private readonly links: LinkStore,
    private readonly pending: PendingChanges,
  ) {}

  /** @throws Problem `link-not-found`, `link-gone`. */
  get(key: string): Promise<Link> {
    return this.beforeRefusal({ key }, () => this.links.get(key));
  }

  /** Waits until every instance redirects by these versions. */
  async awaitVisible(links: readonly Link[]): Promise<void> {
    const keys = links.filter(mayBePending).map(({ key }) => key);
    if (keys.length > 0) await this.pending.awaitLinks(keys);
  }

  /** Waits until every instance redirects by what the answer says of the links, deleted ones too. */
  async awaitNamed(links: readonly Pick<Link, 'key'>[]): Promise<void> {
    await this.pending.awaitLinks([...new Set(links.map(({ key }) => key))]);
  }

  /** Waits until every instance redirects by the links that have the external ids. */
  async awaitExternalIds(externalIds: readonly string[]): Promise<void> {
    await this.pending.awaitLinks(await this.links.findKeysByExternalIds(externalIds));
  }

  /** Runs the work. Before it throws a refusal, waits for the changes that the refusal reports. */
  async beforeRefusal<T>(named: NamedLinks, work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      const isReport = error instanceof Problem && REPORTS_A_CHANGE.has(error.code);
      if (isReport) await this.#awaitNamed(named);
      throw error;
    }
  }

  async #awaitNamed({ key, externalId }: NamedLinks): Promise<void> {
    if (key) await this.pending.awaitLinks(toStoredKeys(key));
    if (externalId) await this.awaitExternalIds([externalId]);
  }
}

/** A new link with a generated key is announced before it is created. */
function mayBePending({ isAlias, version }: Link): boolean {
  return isAlias || version > 1;
}
