import { useCallback, useEffect, useRef, useState } from 'preact/hooks';
import { recoveries } from './connection.js';
import { ApiError } from './problem.js';

export interface Resource<T> {
  /** The newest data; while other data is loaded, that of before. */
  readonly data: T | undefined;
  readonly error: ApiError | undefined;
  readonly isLoading: boolean;
  readonly reload: () => void;
}

type State<T> = Omit<Resource<T>, 'reload'>;

/**
 * Loads data when the component appears, when `inputs` change, and when the connection is back. Answers that arrive
 * after a newer load has begun are dropped. Old data stays while new data is loaded or if loading fails.
 */
export function useResource<T>(
  load: (signal: AbortSignal) => Promise<T>,
  inputs: readonly unknown[],
): Resource<T> {
  const [state, setState] = useState<State<T>>(LOADING);
  const [reloads, setReloads] = useState(0);
  const loadNow = useRef(load);
  loadNow.current = load;
  useEffect(() => {
    const controller = new AbortController();
    setState((state) => ({ ...state, isLoading: true }));
    void run(loadNow.current, controller.signal, setState);
    return () => controller.abort();
  }, [...inputs, reloads, recoveries.value]);
  const reload = useCallback(() => setReloads((count) => count + 1), []);
  return { ...state, reload };
}

const LOADING: State<never> = { data: undefined, error: undefined, isLoading: true };

async function run<T>(
  load: (signal: AbortSignal) => Promise<T>,
  signal: AbortSignal,
  setState: (update: (state: State<T>) => State<T>) => void,
): Promise<void> {
  try {
    const data = await load(signal);
    if (!signal.aborted) setState(() => ({ data, error: undefined, isLoading: false }));
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof ApiError)) throw error;
    setState((state) => ({ ...state, error, isLoading: false }));
  }
}
