/**
 * The ids of changes that this instance publishes, so that it does not resume them. Those that have ended count as well
 * until the inbox is read anew: what was read before may still list them.
 */
export class ChangesInProgress {
  readonly #current = new Set<string>();
  readonly #ended = new Set<string>();

  has(changeId: string): boolean {
    return this.#current.has(changeId) || this.#ended.has(changeId);
  }

  begin(changeId: string): void {
    this.#current.add(changeId);
  }

  end(changeId: string): void {
    this.#current.delete(changeId);
    this.#ended.add(changeId);
  }

  forgetEnded(): void {
    this.#ended.clear();
  }
}
