import { useState } from 'preact/hooks';
import { useAction } from '../../api/action.js';
import type { Link } from '../../api/link.js';
import { formatDuration } from '../../format.js';
import { Button, IconButton } from '../../parts/button/button.js';
import { confirm } from '../../parts/confirm/confirm.js';
import { ErrorBox } from '../../parts/error-box/error-box.js';
import { CloseIcon, PauseIcon, PlayIcon, TagIcon, TrashIcon } from '../../parts/icon/icons.js';
import { toast } from '../../parts/toast/toast.js';
import { text } from '../../text/en.js';
import { changeLinks, deleteLinks, type BulkOutcome, type LinkChange } from './bulk-calls.js';
import { DatesDialog, TagsDialog } from './bulk-dialogs.js';
import type { Selection } from './use-selection.js';

const RECENTLY_MS = 30 * 86_400_000;

interface BulkBarProps {
  readonly links: readonly Link[];
  readonly selection: Selection;
  /** Called after links have changed. */
  readonly onChange: () => void;
}

/** What can be done with the selected links, at the bottom of the window. */
export function BulkBar({ links, selection, onChange }: BulkBarProps) {
  const [dialog, setDialog] = useState<'tags' | 'dates'>();
  const selected = links.filter(({ key }) => selection.keys.has(key));
  const keys = selected.map(({ key }) => key);
  const words = text.links.bulk;

  const { change, remove, isBusy, error, failures, doneCount, clear } = useBulkActions(
    selected,
    selection,
    onChange,
  );
  const apply = (wanted: LinkChange): void => {
    setDialog(undefined);
    void change(wanted);
  };
  if (keys.length === 0 && error === undefined) return null;
  return (
    <div class="bulk" role="region" aria-label={words.label}>
      {error && <ErrorBox error={error} />}
      {failures.length > 0 && <Failures failures={failures} />}
      <div class="bulk-row">
        <p class="bulk-count" role="status">
          {isBusy ? words.progress(doneCount, keys.length) : words.selected(keys.length)}
        </p>
        <Button icon={TagIcon} isBusy={isBusy} onClick={() => setDialog('tags')}>
          {words.tags}
        </Button>
        <Button isBusy={isBusy} onClick={() => setDialog('dates')}>
          {words.dates}
        </Button>
        <Button icon={PlayIcon} isBusy={isBusy} onClick={() => void change({ disabled: false })}>
          {words.enable}
        </Button>
        <Button icon={PauseIcon} isBusy={isBusy} onClick={() => void change({ disabled: true })}>
          {words.disable}
        </Button>
        <Button icon={TrashIcon} isBusy={isBusy} onClick={() => void remove()}>
          {words.remove}
        </Button>
        <IconButton icon={CloseIcon} label={words.clear} onClick={clear} />
      </div>
      {dialog === 'tags' && (
        <TagsDialog count={keys.length} onClose={() => setDialog(undefined)} onApply={apply} />
      )}
      {dialog === 'dates' && (
        <DatesDialog count={keys.length} onClose={() => setDialog(undefined)} onApply={apply} />
      )}
    </div>
  );
}

function useBulkActions(selected: readonly Link[], selection: Selection, onChange: () => void) {
  const [failures, setFailures] = useState<BulkOutcome['failures']>([]);
  const [doneCount, setDoneCount] = useState(0);
  const keys = selected.map(({ key }) => key);
  const words = text.links.bulk;
  const finish = (outcome: BulkOutcome, say: (count: number, duration: string) => string): void => {
    setFailures(outcome.failures);
    selection.set(outcome.failures.map(({ key }) => key));
    if (outcome.doneCount > 0) toast(say(outcome.doneCount, formatDuration(outcome.durationMs)));
    onChange();
  };
  const change = useAction(async (wanted: LinkChange) => {
    setDoneCount(0);
    finish(await changeLinks(keys, wanted, setDoneCount), words.changed);
  });
  const remove = useAction(async () => {
    setDoneCount(0);
    finish(await deleteLinks(keys, setDoneCount), words.deleted);
  });
  return {
    change: change.run,
    remove: async (): Promise<void> => {
      if (await confirmDeletion(selected)) await remove.run();
    },
    isBusy: change.isRunning || remove.isRunning,
    error: change.error ?? remove.error,
    failures,
    doneCount,
    clear: (): void => {
      selection.set([]);
      setFailures([]);
      change.clear();
      remove.clear();
    },
  };
}

function Failures({ failures }: Pick<BulkOutcome, 'failures'>) {
  return (
    <div class="error-box bulk-failures" role="alert">
      <div>
        <p class="error-title">{text.links.bulk.failed(failures.length)}</p>
        <ul>
          {failures.map(({ key, problem }) => (
            <li key={key}>
              <bdi>{key}</bdi>: {problem.errors?.[0]?.detail ?? problem.title}
            </li>
          ))}
        </ul>
      </div>
    </div>
  );
}

/** Links that are in use have to be named, because their keys are lost for ever. */
function confirmDeletion(selected: readonly Link[]): Promise<boolean> {
  const words = text.links.bulk;
  const [first] = selected;
  const inUse = selected.some(
    ({ lastClickedAt }) =>
      lastClickedAt !== null && Date.now() - Date.parse(lastClickedAt) < RECENTLY_MS,
  );
  const word = selected.length === 1 ? (first?.key ?? '') : String(selected.length);
  return confirm({
    title: words.deleteTitle(selected.length),
    body: <p>{words.deleteBody(selected.length)}</p>,
    action: words.deleteAction(selected.length),
    isDangerous: true,
    ...(inUse && { typedWord: word }),
  });
}
