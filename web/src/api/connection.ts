import { signal } from '@preact/signals';

/** What stands between this page and its data. */
export type Connection = 'ok' | 'database-away' | 'offline' | 'unreachable';

export const connection = signal<Connection>('ok');

/** Grows each time the connection is back, so that what failed is loaded again. */
export const recoveries = signal(0);

/** Seconds until a call that was refused with 429 is sent again; 0 while none waits. */
export const waitSeconds = signal(0);

const POLL_MS = 3_000;

/** The root of the service, also below the path prefix of a proxy. */
export const SERVICE_URL = new URL('..', document.baseURI).href.replace(/\/$/, '');

let timer: ReturnType<typeof setTimeout> | undefined;

/** Shows a banner until the service is ready again. */
export function reportOutage(kind: Exclude<Connection, 'ok'>): void {
  connection.value = kind;
  timer ??= setTimeout(poll, POLL_MS);
}

export function reportUnreachable(): void {
  reportOutage(navigator.onLine ? 'unreachable' : 'offline');
}

async function poll(): Promise<void> {
  const isReady = await fetch(`${SERVICE_URL}/health/ready`, { cache: 'no-store' }).then(
    ({ ok }) => ok,
    () => false,
  );
  timer = undefined;
  if (isReady) recover();
  else timer = setTimeout(poll, POLL_MS);
}

function recover(): void {
  connection.value = 'ok';
  recoveries.value += 1;
}

export function watchConnection(): void {
  addEventListener('offline', () => reportOutage('offline'));
  addEventListener('online', () => {
    if (connection.value === 'ok') return;
    clearTimeout(timer);
    void poll();
  });
}

let waiting: Promise<void> | undefined;

/** Counts down `waitSeconds`. Calls that wait at the same time share one countdown. */
export function waitForRateLimit(seconds: number): Promise<void> {
  waiting ??= countDown(Math.max(1, Math.ceil(seconds))).finally(() => {
    waiting = undefined;
  });
  return waiting;
}

async function countDown(seconds: number): Promise<void> {
  for (let left = seconds; left > 0; left--) {
    waitSeconds.value = left;
    await new Promise((resolve) => setTimeout(resolve, 1_000));
  }
  waitSeconds.value = 0;
}
