import { useRef, useState } from 'preact/hooks';

export interface Selection {
  readonly keys: ReadonlySet<string>;
  /** @param isRange whether everything between the last choice and this one is chosen too. */
  toggle(key: string, isRange?: boolean): void;
  set(keys: readonly string[]): void;
}

/** Which rows are selected. Keys that are no longer shown do not count. */
export function useSelection(shown: readonly string[]): Selection {
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const last = useRef<string | undefined>(undefined);
  return {
    keys: new Set(shown.filter((key) => chosen.has(key))),
    toggle(key, isRange = false) {
      const isChosen = !chosen.has(key);
      const keys = isRange ? between(shown, last.current, key) : [key];
      last.current = key;
      setChosen(
        new Set([...chosen].filter((one) => !keys.includes(one)).concat(isChosen ? keys : [])),
      );
    },
    set: (keys) => setChosen(new Set(keys)),
  };
}

/** The keys from one to another, in either direction. */
function between(shown: readonly string[], from: string | undefined, to: string): string[] {
  const [start, end] = [shown.indexOf(from ?? to), shown.indexOf(to)];
  if (start === -1) return [to];
  return shown.slice(Math.min(start, end), Math.max(start, end) + 1);
}
