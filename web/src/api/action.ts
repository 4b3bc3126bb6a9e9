import { useRef, useState } from 'preact/hooks';
import { ApiError } from './problem.js';

export interface Action<A extends readonly unknown[]> {
  readonly isRunning: boolean;
  readonly error: ApiError | undefined;
  /** Does nothing while it runs, so that a double click is one call. */
  readonly run: (...inputs: A) => Promise<void>;
  readonly clear: () => void;
}

/** A change that a person starts. Its failure is shown beside the control, not thrown. */
export function useAction<A extends readonly unknown[]>(
  perform: (...inputs: A) => Promise<void>,
): Action<A> {
  const [isRunning, setRunning] = useState(false);
  const [error, setError] = useState<ApiError>();
  const guard = useRef(false);
  const run = async (...inputs: A): Promise<void> => {
    if (guard.current) return;
    guard.current = true;
    setRunning(true);
    setError(undefined);
    try {
      await perform(...inputs);
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      setError(error);
    } finally {
      guard.current = false;
      setRunning(false);
    }
  };
  return { isRunning, error, run, clear: () => setError(undefined) };
}
