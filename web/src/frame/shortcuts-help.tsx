import { signal } from '@preact/signals';
import { hasScope } from '../api/session.js';
import { Dialog } from '../parts/dialog/dialog.js';
import { navigate, toHref } from '../route.js';
import { ROUTES } from '../routes.js';
import { settings } from '../settings.js';
import { useShortcuts, type Shortcuts } from '../shortcuts.js';
import { text } from '../text/en.js';

const isOpen = signal(false);

export function openShortcutsHelp(): void {
  isOpen.value = true;
}

/** The shortcuts of every page, and the dialog that lists all. */
export function ShortcutsHelp() {
  useShortcuts(pageShortcuts());
  return isOpen.value ? <Help /> : null;
}

function reachable() {
  return ROUTES.filter(
    ({ shortcut, scope }) => shortcut !== undefined && (scope === undefined || hasScope(scope)),
  );
}

function pageShortcuts(): Shortcuts {
  const go = reachable().map(
    ({ shortcut, path }) => [`g ${shortcut}`, () => navigate(toHref(path))] as const,
  );
  const create = () => navigate(toHref('/new'));
  return {
    ...Object.fromEntries(go),
    ...(hasScope('links:write') && { n: create }),
    '?': openShortcutsHelp,
  };
}

function Help() {
  const { shortcuts } = text;
  const anywhere = [
    ['/', shortcuts.search],
    ['n', shortcuts.newLink],
    ...reachable().map(({ shortcut, title }) => [`g ${shortcut}`, shortcuts.go(title)]),
    ['?', shortcuts.help],
    ['Ctrl Enter', shortcuts.save],
    ['Esc', shortcuts.close],
  ] as const;
  const links = [
    ['j', shortcuts.next],
    ['k', shortcuts.previous],
    ['Enter', shortcuts.openLink],
    ['x', shortcuts.select],
    ['c', shortcuts.copy],
    ['e', shortcuts.edit],
    ['q', shortcuts.qr],
  ] as const;
  return (
    <Dialog title={shortcuts.title} size="large" onClose={() => (isOpen.value = false)}>
      {!settings.value.shortcuts && <p class="note">{shortcuts.off}</p>}
      <div class="shortcuts">
        <Group title={shortcuts.groups.anywhere} rows={anywhere} />
        <Group title={shortcuts.groups.links} rows={links} />
      </div>
    </Dialog>
  );
}

interface GroupProps {
  readonly title: string;
  readonly rows: readonly (readonly [keys: string, meaning: string] | readonly string[])[];
}

function Group({ title, rows }: GroupProps) {
  return (
    <section>
      <h3>{title}</h3>
      <dl>
        {rows.map(([keys = '', meaning]) => (
          <div key={keys}>
            <dt>
              {keys.split(' ').map((key) => (
                <kbd key={key}>{key}</kbd>
              ))}
            </dt>
            <dd>{meaning}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
