/** Moves only when a test says so. */
export class FakeClock {
  now = 0;
  readonly #sleepers: { dueMs: number; wake: () => void }[] = [];
  nowMs = () => this.now;
  sleep = (ms: number) =>
    new Promise<void>((wake) => this.#sleepers.push({ dueMs: this.now + ms, wake }));

  pass(ms: number): void {
    this.now += ms;
    for (const { dueMs, wake } of this.#sleepers) if (dueMs <= this.now) wake();
  }
}
