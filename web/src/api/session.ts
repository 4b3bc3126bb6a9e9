import { computed, signal } from '@preact/signals';
import { text } from '../text/en.js';
import { reportOutage, reportUnreachable, SERVICE_URL } from './connection.js';
import { toApiError, unreachableError } from './problem.js';

export type Scope = 'links:read' | 'links:write' | 'stats:read' | 'admin';

export interface Session {
  /** The name of the API key. */
  readonly name: string;
  readonly scopes: readonly Scope[];
  readonly expiresAt: string;
}

/** `undefined` until it is known whether there is a session; `null` if there is none. */
export const session = signal<Session | null | undefined>(undefined);

/** Whether the session has ended while the page was in use. */
export const isSessionLost = signal(false);

export const keyName = computed(() => session.value?.name ?? '');

/** The scope `admin` implies the others. */
export function hasScope(scope: Scope): boolean {
  const scopes = session.value?.scopes ?? [];
  return scopes.includes('admin') || scopes.includes(scope);
}

/** Finds out whether this browser has a session. @throws ApiError if that cannot be known. */
export async function loadSession(): Promise<void> {
  const response = await call('GET');
  if (response.status === 401) session.value = null;
  else session.value = await read(response);
}

/** @throws ApiError, `unauthenticated` for a wrong key. */
export async function signIn(apiKey: string, remember: boolean): Promise<void> {
  session.value = await read(await call('POST', { apiKey, remember }));
  isSessionLost.value = false;
  for (const resume of waiting.splice(0)) resume();
}

/** @throws ApiError */
export async function signOut(): Promise<void> {
  const response = await call('DELETE');
  if (!response.ok && response.status !== 401) throw await failure(response);
  isSessionLost.value = false;
  session.value = null;
}

const waiting: (() => void)[] = [];

/** Shows the sign-in dialog over the page, and returns when the person has signed in. */
export function signInAgain(): Promise<void> {
  isSessionLost.value = true;
  return new Promise((resolve) => waiting.push(resolve));
}

/** Without the client of the other calls, which waits for a session. */
async function call(method: 'GET' | 'POST' | 'DELETE', body?: object): Promise<Response> {
  const init: RequestInit = { method };
  if (body !== undefined) {
    init.body = JSON.stringify(body);
    init.headers = { 'Content-Type': 'application/json' };
  }
  try {
    const response = await fetch(`${SERVICE_URL}/api/v1/session`, init);
    if (response.status === 503) reportOutage('database-away');
    return response;
  } catch {
    reportUnreachable();
    throw unreachableError(text.problems.unreachable);
  }
}

async function read(response: Response): Promise<Session> {
  if (!response.ok) throw await failure(response);
  return (await response.json()) as Session;
}

async function failure(response: Response): Promise<Error> {
  return toApiError(await response.json().catch(() => undefined), response);
}
