import { useState } from 'preact/hooks';
import { useAction } from '../../api/action.js';
import { api, take } from '../../api/client.js';
import { formatNumber } from '../../format.js';
import { Button } from '../../parts/button/button.js';
import { Dialog } from '../../parts/dialog/dialog.js';
import { ErrorBox } from '../../parts/error-box/error-box.js';
import { TextField } from '../../parts/field/field.js';
import { toast } from '../../parts/toast/toast.js';
import { text } from '../../text/en.js';
import { repeatUntilDone } from './repeat.js';

interface ChangeDialogProps {
  readonly tag: string;
  readonly onClose: () => void;
  readonly onDone: () => void;
}

const TO_FIELD = ['/to'];

/** Renames a tag, or merges it into one that exists, which has to be confirmed. */
export function RenameTagDialog({ tag, onClose, onDone }: ChangeDialogProps) {
  const words = text.tags;
  const [to, setTo] = useState(tag);
  /** The name of which it is known that it is in use. */
  const [used, setUsed] = useState<string>();
  const [doneCount, setDoneCount] = useState(0);
  const name = to.trim().normalize();
  const action = useAction(async () => {
    if (used !== name && (await isInUse(name))) {
      setUsed(name);
      return;
    }
    const body = { from: tag, to: name };
    const count = await repeatUntilDone(
      () => take(api.POST('/api/v1/tags/rename', { body })),
      setDoneCount,
    );
    toast(words.renamed(tag, name, formatNumber(count)));
    onDone();
  });
  const { error } = action;
  const isMerge = used === name;
  return (
    <Dialog title={words.renameTitle(tag)} onClose={action.isRunning ? undefined : onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (name !== '' && name !== tag) void action.run();
        }}
      >
        {error && <ErrorBox error={error} shownElsewhere={TO_FIELD} />}
        <TextField
          label={words.newName}
          hint={words.renameHint}
          value={to}
          onInput={setTo}
          error={error?.errorOf('/to')}
        />
        {isMerge && (
          <p class="note" role="alert">
            {words.merges(name)}
          </p>
        )}
        <Progress doneCount={doneCount} isFailed={error !== undefined} />
        <Actions
          action={isMerge ? words.mergeAction : words.renameAction}
          isBusy={action.isRunning}
          isDisabled={name === '' || name === tag}
          isDangerous={isMerge}
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}

export function DeleteTagDialog({ tag, onClose, onDone }: ChangeDialogProps) {
  const words = text.tags;
  const [doneCount, setDoneCount] = useState(0);
  const action = useAction(async () => {
    const count = await repeatUntilDone(
      () => take(api.POST('/api/v1/tags/delete', { body: { tag } })),
      setDoneCount,
    );
    toast(words.removed(tag, formatNumber(count)));
    onDone();
  });
  return (
    <Dialog title={words.removeTitle(tag)} onClose={action.isRunning ? undefined : onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          void action.run();
        }}
      >
        <p>{words.removeBody}</p>
        {action.error && <ErrorBox error={action.error} />}
        <Progress doneCount={doneCount} isFailed={action.error !== undefined} />
        <Actions
          action={words.removeAction}
          isBusy={action.isRunning}
          isDangerous
          onClose={onClose}
        />
      </form>
    </Dialog>
  );
}

interface ProgressProps {
  readonly doneCount: number;
  readonly isFailed: boolean;
}

function Progress({ doneCount, isFailed }: ProgressProps) {
  const words = text.tags;
  const count = formatNumber(doneCount);
  return (
    <p class="muted" role="status">
      {doneCount > 0 && (isFailed ? words.interrupted(count) : words.progress(count))}
    </p>
  );
}

interface ActionsProps {
  readonly action: string;
  readonly isBusy: boolean;
  readonly isDisabled?: boolean;
  readonly isDangerous: boolean;
  readonly onClose: () => void;
}

function Actions({ action, isBusy, isDisabled, isDangerous, onClose }: ActionsProps) {
  return (
    <div class="dialog-actions">
      <Button isDisabled={isBusy} onClick={onClose}>
        {text.parts.cancel}
      </Button>
      <Button
        type="submit"
        variant={isDangerous ? 'danger' : 'primary'}
        isBusy={isBusy}
        isDisabled={isDisabled}
      >
        {action}
      </Button>
    </div>
  );
}

/** A tag is itself the first that begins with its text. */
async function isInUse(tag: string): Promise<boolean> {
  const query = { prefix: tag, limit: 1 };
  const { items } = await take(api.GET('/api/v1/tags', { params: { query } }));
  return items[0]?.tag === tag;
}
