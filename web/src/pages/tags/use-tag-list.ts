import { useEffect, useRef, useState } from 'preact/hooks';
import { api, take } from '../../api/client.js';
import { recoveries } from '../../api/connection.js';
import { ApiError } from '../../api/problem.js';

export interface TagCount {
  readonly tag: string;
  readonly links: number;
  /** Whether there are more links than were counted. */
  readonly isMore: boolean;
}

export interface TagList {
  readonly tags: readonly TagCount[];
  readonly error: ApiError | undefined;
  readonly isLoading: boolean;
  /** Whether the tags are those of another beginning. */
  readonly isStale: boolean;
  readonly hasMore: boolean;
  readonly more: () => void;
  readonly reload: () => void;
}

interface State {
  readonly tags: readonly TagCount[];
  readonly cursor: string | null;
  readonly error: ApiError | undefined;
  readonly isLoading: boolean;
  readonly isStale: boolean;
}

const ROWS = 50;
const SETTLED_MS = 200;
const EMPTY: State = { tags: [], cursor: null, error: undefined, isLoading: true, isStale: false };

/** Loads the tags that begin with a text, page by page. An answer may have few tags, or none, and still a cursor. */
export function useTagList(prefix: string): TagList {
  const [state, setState] = useState(EMPTY);
  const [reloads, setReloads] = useState(0);
  const controller = useRef(new AbortController());

  const load = (from: State, rows: number): void => {
    controller.current.abort();
    controller.current = new AbortController();
    const { signal } = controller.current;
    setState({ ...from, isLoading: true });
    void fill({ prefix, rows, signal }, from, setState);
  };

  useEffect(() => {
    const from = { ...EMPTY, tags: state.tags, isStale: state.tags.length > 0 };
    const rows = Math.max(ROWS, state.tags.length);
    const timer = setTimeout(() => load(from, rows), prefix === '' ? 0 : SETTLED_MS);
    return () => {
      clearTimeout(timer);
      controller.current.abort();
    };
  }, [prefix, reloads, recoveries.value]);

  return {
    ...state,
    hasMore: state.cursor !== null,
    more: () => load(state, state.tags.length + ROWS),
    reload: () => setReloads((count) => count + 1),
  };
}

interface Wanted {
  readonly prefix: string;
  readonly rows: number;
  readonly signal: AbortSignal;
}

async function fill(
  { prefix, rows, signal }: Wanted,
  from: State,
  show: (state: State) => void,
): Promise<void> {
  let tags = from.isStale ? [] : from.tags;
  let { cursor } = from;
  try {
    do {
      const query = {
        limit: Math.min(200, rows - tags.length),
        ...(prefix !== '' && { prefix }),
        ...(cursor !== null && { cursor }),
      };
      const page = await take(api.GET('/api/v1/tags', { params: { query }, signal }));
      tags = [...tags, ...page.items];
      cursor = page.nextCursor;
    } while (cursor !== null && tags.length < rows);
    if (!signal.aborted) show({ ...EMPTY, tags, cursor, isLoading: false });
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof ApiError)) throw error;
    show({ ...from, error, isLoading: false });
  }
}
