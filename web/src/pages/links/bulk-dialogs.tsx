import { useState } from 'preact/hooks';
import { Button } from '../../parts/button/button.js';
import { Dialog } from '../../parts/dialog/dialog.js';
import { Checkbox, TextField } from '../../parts/field/field.js';
import { TagField } from '../../parts/tag-list/tag-field.js';
import { currentZone } from '../../settings.js';
import { text } from '../../text/en.js';
import { toInstant } from '../../zoned-time.js';
import type { LinkChange } from './bulk-calls.js';

interface BulkDialogProps {
  readonly count: number;
  readonly onClose: () => void;
  readonly onApply: (change: LinkChange) => void;
}

export function TagsDialog({ count, onClose, onApply }: BulkDialogProps) {
  const words = text.links.bulk;
  const [addTags, setAddTags] = useState<readonly string[]>([]);
  const [removeTags, setRemoveTags] = useState<readonly string[]>([]);
  return (
    <Dialog title={words.tagsTitle(count)} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onApply({ addTags: [...addTags], removeTags: [...removeTags] });
        }}
      >
        <TagField label={words.addTags} tags={addTags} onChange={setAddTags} />
        <TagField label={words.removeTags} tags={removeTags} onChange={setRemoveTags} />
        <Actions isReady={addTags.length + removeTags.length > 0} onClose={onClose} />
      </form>
    </Dialog>
  );
}

const CLEARABLE = ['validFrom', 'expiresAt', 'maxClicks'] as const;
type Clearable = (typeof CLEARABLE)[number];

/** Each field changes, is cleared, or stays. */
export function DatesDialog({ count, onClose, onApply }: BulkDialogProps) {
  const words = text.links.bulk;
  const [values, setValues] = useState<Readonly<Record<Clearable, string>>>({
    validFrom: '',
    expiresAt: '',
    maxClicks: '',
  });
  const [cleared, setCleared] = useState<readonly Clearable[]>([]);
  const isReady = cleared.length > 0 || CLEARABLE.some((field) => values[field] !== '');
  return (
    <Dialog title={words.datesTitle(count)} onClose={onClose}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          onApply(toChange(values, cleared));
        }}
      >
        <p class="muted">{words.datesHint}</p>
        {CLEARABLE.map((field) => (
          <div key={field} class="bulk-field">
            <TextField
              label={text.linkForm[field]}
              hint={field === 'maxClicks' ? undefined : text.linkForm.zone(currentZone())}
              type={field === 'maxClicks' ? 'number' : 'datetime-local'}
              min={field === 'maxClicks' ? 1 : undefined}
              isReadOnly={cleared.includes(field)}
              value={cleared.includes(field) ? '' : values[field]}
              onInput={(value) => setValues({ ...values, [field]: value })}
            />
            <Checkbox
              label={`${words.clearField}: ${text.linkForm[field]}`}
              isChecked={cleared.includes(field)}
              onChange={(isCleared) =>
                setCleared(
                  isCleared ? [...cleared, field] : cleared.filter((other) => other !== field),
                )
              }
            />
          </div>
        ))}
        <Actions isReady={isReady} onClose={onClose} />
      </form>
    </Dialog>
  );
}

function toChange(
  { validFrom, expiresAt, maxClicks }: Readonly<Record<Clearable, string>>,
  cleared: readonly Clearable[],
): LinkChange {
  const zone = currentZone();
  return {
    ...(validFrom !== '' && { validFrom: toInstant(validFrom, zone) }),
    ...(expiresAt !== '' && { expiresAt: toInstant(expiresAt, zone) }),
    ...(maxClicks !== '' && { maxClicks: Number(maxClicks) }),
    ...Object.fromEntries(cleared.map((field) => [field, null])),
  };
}

function Actions({
  isReady,
  onClose,
}: {
  readonly isReady: boolean;
  readonly onClose: () => void;
}) {
  return (
    <div class="dialog-actions">
      <Button onClick={onClose}>{text.parts.cancel}</Button>
      <Button type="submit" variant="primary" isDisabled={!isReady}>
        {text.links.bulk.apply}
      </Button>
    </div>
  );
}
