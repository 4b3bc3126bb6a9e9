import type { Link } from '../../api/link.js';
import { hasScope } from '../../api/session.js';
import { copyText } from '../../parts/copy-button/copy-button.js';
import { toast } from '../../parts/toast/toast.js';
import { editHref, navigate } from '../../route.js';
import { useShortcuts } from '../../shortcuts.js';
import { text } from '../../text/en.js';
import type { Selection } from './use-selection.js';

/** `j` and `k` move the focus from row to row; the other keys act on the row with the focus. */
export function useRowShortcuts(
  links: readonly Link[],
  selection: Selection,
  showQr: (link: Link) => void,
): void {
  const withLink = (act: (link: Link) => void) => (): void => {
    const key = document.activeElement?.closest('tr')?.dataset['key'];
    const link = links.find((link) => link.key === key);
    if (link !== undefined) act(link);
  };
  const canWrite = hasScope('links:write');
  useShortcuts({
    j: () => moveFocus(1),
    k: () => moveFocus(-1),
    c: withLink((link) => void copy(link)),
    q: withLink(showQr),
    ...(canWrite && {
      x: withLink(({ key }) => selection.toggle(key)),
      e: withLink(({ key }) => navigate(editHref(key))),
    }),
  });
}

function moveFocus(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('tr [data-row-link]')];
  const current = document.activeElement?.closest('tr');
  const index = rows.findIndex((row) => row.closest('tr') === current);
  const next = index === -1 ? rows[0] : rows[index + step];
  next?.focus();
  next?.closest('tr')?.scrollIntoView({ block: 'nearest' });
}

async function copy({ shortUrl }: Link): Promise<void> {
  if (await copyText(shortUrl)) toast(text.parts.copied);
}
