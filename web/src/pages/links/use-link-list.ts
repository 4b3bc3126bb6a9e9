import { useEffect, useRef, useState } from 'preact/hooks';
import { api, take } from '../../api/client.js';
import { recoveries } from '../../api/connection.js';
import type { Link, ListQuery } from '../../api/link.js';
import { ApiError } from '../../api/problem.js';

/** How many rows a page of the list has. */
const PAGE_ROWS = 50;
const MAX_ROWS_PER_CALL = 200;
/** How many links a call looks at, at least, if it finds fewer than it was asked for. */
const LINKS_PER_CALL = 5_000;

export interface LoadedLinks {
  readonly links: readonly Link[];
  /** `stopped` by the person, before the rows were full. */
  readonly status: 'loading' | 'ready' | 'stopped' | 'failed';
  readonly hasMore: boolean;
  /** Whether `links` are those of earlier filters or of before a change. */
  readonly isStale: boolean;
  /** About how many links were searched for the rows that are missing. */
  readonly lookedAt: number;
  readonly error: ApiError | undefined;
  readonly more: () => void;
  readonly stop: () => void;
  /** Loads the rows again. */
  readonly reload: () => void;
}

interface State extends Omit<LoadedLinks, 'hasMore' | 'more' | 'stop' | 'reload'> {
  readonly cursor: string | null;
}

const EMPTY: State = {
  links: [],
  status: 'loading',
  isStale: false,
  lookedAt: 0,
  error: undefined,
  cursor: null,
};

/**
 * Loads the list of links. An answer may have fewer rows than asked for, or none, and still a cursor, so that loading
 * goes on until the rows are full, the list ends, or the person stops it.
 */
export function useLinkList(query: ListQuery): LoadedLinks {
  const [state, setState] = useState(EMPTY);
  const [reloads, setReloads] = useState(0);
  const controller = useRef(new AbortController());
  const queryText = JSON.stringify(query);
  const shownQuery = useRef(queryText);

  const load = (from: State, rows: number): void => {
    controller.current.abort();
    controller.current = new AbortController();
    const { signal } = controller.current;
    setState({ ...from, status: 'loading', error: undefined });
    void fill({ query, rows, signal }, from, (next) => {
      if (!signal.aborted) setState(next);
    });
  };

  useEffect(() => {
    // The same filters again keep the number of rows.
    const rows =
      shownQuery.current === queryText ? Math.max(PAGE_ROWS, state.links.length) : PAGE_ROWS;
    shownQuery.current = queryText;
    load({ ...EMPTY, links: state.links, isStale: state.links.length > 0 }, rows);
    return () => controller.current.abort();
  }, [queryText, reloads, recoveries.value]);

  return {
    ...state,
    hasMore: state.cursor !== null,
    more: () => load({ ...state, lookedAt: 0 }, state.links.length + PAGE_ROWS),
    stop: () => {
      controller.current.abort();
      setState((state) => ({ ...state, status: 'stopped' }));
    },
    reload: () => setReloads((count) => count + 1),
  };
}

interface Wanted {
  readonly query: ListQuery;
  readonly rows: number;
  readonly signal: AbortSignal;
}

/** Calls until there are `rows` links, and shows the state after each call. */
async function fill(
  { query, rows, signal }: Wanted,
  from: State,
  show: (state: State) => void,
): Promise<void> {
  let state: State = from.isStale ? { ...from, links: [] } : from;
  try {
    do {
      const missing = rows - state.links.length;
      const limit = Math.min(missing, MAX_ROWS_PER_CALL);
      const cursor = state.cursor ?? undefined;
      const call = api.GET('/api/v1/links', {
        params: { query: { ...query, limit, ...(cursor !== undefined && { cursor }) } },
        signal,
      });
      const { items, nextCursor } = await take(call);
      const lookedAt = items.length < limit ? state.lookedAt + LINKS_PER_CALL : 0;
      state = { ...EMPTY, links: [...state.links, ...items], cursor: nextCursor, lookedAt };
      show(state);
    } while (state.cursor !== null && state.links.length < rows);
    show({ ...state, status: 'ready' });
  } catch (error) {
    if (signal.aborted) return;
    if (!(error instanceof ApiError)) throw error;
    show({ ...(state.links.length > 0 ? state : from), status: 'failed', error });
  }
}
