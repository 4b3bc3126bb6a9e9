import { useEffect, useRef } from 'preact/hooks';
import type { components } from '../../api/api-types.js';
import { takeAnswer } from '../../api/client.js';
import { useResource, type Resource } from '../../api/resource.js';

export type Stats = components['schemas']['StatsDto'];

type Answer<T> = Parameters<typeof takeAnswer<T>>[0];

/** A call with the `ETag` of the answer that is known, if there is one. */
export type ConditionalLoad<T> = (
  condition: { readonly 'If-None-Match'?: string },
  signal: AbortSignal,
) => Answer<T>;

export interface PolledResource<T> extends Omit<Resource<T>, 'isLoading'> {
  /** Whether the data is that of earlier inputs, until that of the current ones is here. */
  readonly isStale: boolean;
}

interface Known<T> {
  readonly inputs: string;
  readonly etag: string | undefined;
  readonly data: T;
}

const POLL_MS = 15_000;

/** Loads data, and asks for changes every 15 seconds while the page is visible. Unchanged data stays the same object. */
export function usePolledResource<T>(
  load: ConditionalLoad<T>,
  inputs: readonly unknown[],
): PolledResource<T> {
  const inputsText = JSON.stringify(inputs);
  const known = useRef<Known<T> | undefined>(undefined);
  const { data, error, reload } = useResource(
    async (signal) => {
      const { current } = known;
      const etag = current?.inputs === inputsText ? current.etag : undefined;
      const call = load(etag === undefined ? {} : { 'If-None-Match': etag }, signal);
      const answer = await takeAnswer(call);
      if (answer.response.status !== 304 || current === undefined) {
        const newEtag = answer.response.headers.get('ETag') ?? undefined;
        known.current = { inputs: inputsText, etag: newEtag, data: answer.data };
      }
      return known.current;
    },
    [inputsText],
  );
  usePolling(reload);
  return {
    data: data?.data,
    error,
    isStale: data !== undefined && data.inputs !== inputsText,
    reload,
  };
}

/** Calls back every 15 seconds, but not while the page is hidden. */
export function usePolling(callback: () => void): void {
  useEffect(() => {
    let lastAt = Date.now();
    const poll = (): void => {
      if (document.hidden || Date.now() - lastAt < POLL_MS) return;
      lastAt = Date.now();
      callback();
    };
    const timer = setInterval(poll, POLL_MS);
    document.addEventListener('visibilitychange', poll);
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', poll);
    };
  }, [callback]);
}
