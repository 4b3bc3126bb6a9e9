import { useEffect, useState } from 'preact/hooks';
import { api } from '../api/client.js';
import { hasScope } from '../api/session.js';

/** What is known of an alias while it is being typed. The answer to the creation decides. */
export type AliasState = 'unknown' | 'checking' | 'free' | 'taken' | 'gone';

const SETTLED_MS = 400;

const STATES: Readonly<Record<number, AliasState>> = { 200: 'taken', 404: 'free', 410: 'gone' };

export function useAliasCheck(alias: string): AliasState {
  const [state, setState] = useState<AliasState>('unknown');
  useEffect(() => {
    const controller = new AbortController();
    const canCheck = alias !== '' && hasScope('links:read');
    setState(canCheck ? 'checking' : 'unknown');
    if (!canCheck) return undefined;
    const timer = setTimeout(() => void check(alias, controller.signal, setState), SETTLED_MS);
    return () => {
      clearTimeout(timer);
      controller.abort();
    };
  }, [alias]);
  return state;
}

async function check(
  key: string,
  signal: AbortSignal,
  show: (state: AliasState) => void,
): Promise<void> {
  const status = await api.GET('/api/v1/links/{key}', { params: { path: { key } }, signal }).then(
    ({ response }) => response.status,
    () => undefined,
  );
  if (!signal.aborted) show(STATES[status ?? 0] ?? 'unknown');
}
