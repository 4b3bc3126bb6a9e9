import { existsSync, mkdirSync, utimesSync, watch, type FSWatcher } from 'node:fs';
import { join } from 'node:path';
import {
  ensurePrivateFile,
  OWNER_ONLY_DIRECTORY_MODE,
  removeIfPossible,
} from '../platform/private-files.js';

/**
 * Tells the instances that share a DATA_DIR that there are messages for them, so that they need not look often. Each
 * has a file there, which the publisher touches. A signal may get lost: it only saves time.
 */
export class LocalSignals {
  #selfId = '';
  #watcher: FSWatcher | undefined;
  #idsHere: readonly string[] = [];
  #areSufficient = false;
  #onSignal = (): void => undefined;

  readonly #directory: string | undefined;

  /** @param dataDir if not given, there are no signals. */
  constructor(dataDir?: string) {
    this.#directory = dataDir && join(dataDir, 'signals');
  }

  /** Whether all registered instances are here. Others cannot signal. */
  get areSufficient(): boolean {
    return this.#areSufficient;
  }

  setListener(onSignal: () => void): void {
    this.#onSignal = onSignal;
  }

  /** To be called after the registration. Where files cannot be watched, the signals stay insufficient. */
  open(selfId: string): void {
    this.close();
    if (this.#directory === undefined) return;
    try {
      mkdirSync(this.#directory, { recursive: true, mode: OWNER_ONLY_DIRECTORY_MODE });
      this.#selfId = selfId;
      ensurePrivateFile(this.#pathOf(selfId));
      const watcher = watch(this.#pathOf(selfId), { persistent: false }, () => this.#onSignal());
      this.#watcher = watcher.on('error', () => this.close());
    } catch {
      this.close();
    }
  }

  /** @param registeredIds of all instances, as just read. Removes the files of instances that are gone. */
  update(registeredIds: readonly string[]): void {
    const registered = new Set(registeredIds);
    for (const id of this.#idsHere) if (!registered.has(id)) this.#remove(id);
    this.#idsHere = registeredIds.filter((id) => this.#directory && existsSync(this.#pathOf(id)));
    const areAllHere = this.#idsHere.length === registeredIds.length;
    this.#areSufficient = areAllHere && this.#watcher !== undefined;
  }

  send(ids: Iterable<string>): void {
    if (this.#directory === undefined) return;
    const nowSeconds = Date.now() / 1000;
    for (const id of ids) {
      try {
        if (id !== this.#selfId) utimesSync(this.#pathOf(id), nowSeconds, nowSeconds);
      } catch {
        // It is not here, or it just left.
      }
    }
  }

  close(): void {
    this.#areSufficient = false;
    this.#watcher?.close();
    this.#watcher = undefined;
    if (this.#selfId !== '') this.#remove(this.#selfId);
    this.#selfId = '';
  }

  #remove(id: string): void {
    removeIfPossible(this.#pathOf(id));
  }

  #pathOf(id: string): string {
    return join(this.#directory ?? '', id);
  }
}
