import { useEffect } from 'preact/hooks';
import { settings } from './settings.js';

/** By key, such as `n`, or two keys one after the other, such as `g l`. */
export type Shortcuts = Readonly<Record<string, () => void>>;

/** How long the first key of two waits for the second. */
const SEQUENCE_MS = 1_500;

const active = new Set<Shortcuts>();
let first = '';
let firstAt = 0;

/** Binds single keys while the component is shown, unless they are switched off. */
export function useShortcuts(shortcuts: Shortcuts): void {
  useEffect(() => {
    active.add(shortcuts);
    return () => {
      active.delete(shortcuts);
    };
  });
}

export function startShortcuts(): void {
  addEventListener('keydown', (event) => {
    submitForm(event);
    if (!settings.value.shortcuts || isForOthers(event)) return;
    const isSecond = first !== '' && event.timeStamp - firstAt < SEQUENCE_MS;
    const run = find(isSecond ? `${first} ${event.key}` : event.key);
    first = run === undefined && !isSecond ? event.key : '';
    firstAt = event.timeStamp;
    if (run === undefined) return;
    event.preventDefault();
    run();
  });
}

/** Ctrl+Enter and ⌘+Enter send a form from every field of it. */
function submitForm(event: KeyboardEvent): void {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey) || event.repeat) return;
  if (!(event.target instanceof Element)) return;
  event.target.closest('form')?.requestSubmit();
}

/** The newest component with the key has it. */
function find(key: string): (() => void) | undefined {
  return [...active].findLast((shortcuts) => Object.hasOwn(shortcuts, key))?.[key];
}

/** Keys of fields, of dialogs, of controls with the focus, and of the browser. */
function isForOthers(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey) return true;
  if (document.querySelector('dialog[open]') !== null) return true;
  const { target } = event;
  if (!(target instanceof Element)) return false;
  if (target.closest('input, textarea, select, [contenteditable]') !== null) {
    return !(target instanceof HTMLInputElement && target.type === 'checkbox') || event.key === ' ';
  }
  return event.key === 'Enter' && target.closest('a, button, summary') !== null;
}
