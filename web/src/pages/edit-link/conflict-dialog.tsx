import { useState } from 'preact/hooks';
import type { LinkField, LinkValues } from '../../link-form/link-values.js';
import { Button } from '../../parts/button/button.js';
import { Dialog } from '../../parts/dialog/dialog.js';
import { text } from '../../text/en.js';
import { conflictingFields, fieldsOfTheirs, type Conflict } from './merge.js';

interface ConflictDialogProps {
  readonly conflict: Conflict;
  readonly isBusy: boolean;
  readonly onClose: () => void;
  /** @param kept the fields of which the person's own value is kept. */
  readonly onMerge: (kept: ReadonlySet<LinkField>) => void;
}

/** Both versions, field by field. */
export function ConflictDialog({ conflict, isBusy, onClose, onMerge }: ConflictDialogProps) {
  const words = text.editLink.conflict;
  const contested = conflictingFields(conflict);
  const theirs = fieldsOfTheirs(conflict);
  const [kept, setKept] = useState<ReadonlySet<LinkField>>(new Set(contested));
  const choose = (field: LinkField, isMine: boolean): void => {
    const others = [...kept].filter((other) => other !== field);
    setKept(new Set(isMine ? [...others, field] : others));
  };
  return (
    <Dialog title={words.title} size="large" onClose={onClose}>
      <p>{words.lead}</p>
      {contested.map((field) => (
        <Contested
          key={field}
          field={field}
          conflict={conflict}
          isMine={kept.has(field)}
          onChoose={(isMine) => choose(field, isMine)}
        />
      ))}
      {theirs.length > 0 && <p class="note">{words.alsoChanged(theirs.map(nameOf).join(', '))}</p>}
      <div class="dialog-actions">
        {contested.length > 1 && (
          <>
            <Button onClick={() => setKept(new Set(contested))}>{words.allMine}</Button>
            <Button onClick={() => setKept(new Set())}>{words.allTheirs}</Button>
          </>
        )}
        <Button variant="primary" isBusy={isBusy} onClick={() => onMerge(kept)}>
          {words.merge}
        </Button>
      </div>
    </Dialog>
  );
}

interface ContestedProps {
  readonly field: LinkField;
  readonly conflict: Conflict;
  readonly isMine: boolean;
  readonly onChoose: (isMine: boolean) => void;
}

function Contested({ field, conflict, isMine, onChoose }: ContestedProps) {
  const words = text.editLink.conflict;
  const sides = [
    [true, words.mine, words.keepMine, conflict.mine],
    [false, words.theirs, words.takeTheirs, conflict.theirs],
  ] as const;
  return (
    <fieldset class="contested">
      <legend>{nameOf(field)}</legend>
      {sides.map(([side, name, action, values]) => (
        <label key={name} class="contested-side">
          <span class="contested-head">
            <input
              type="radio"
              name={`contested-${field}`}
              checked={isMine === side}
              onChange={() => onChoose(side)}
            />
            <span>{action}</span>
          </span>
          <span class="contested-value" dir="auto">
            {show(values, field)}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function nameOf(field: LinkField): string {
  return text.linkForm[field];
}

function show(values: LinkValues, field: LinkField): string {
  const value = values[field];
  if (typeof value === 'boolean') return value ? text.parts.yes : text.parts.no;
  const shown = typeof value === 'string' ? value : value.join(', ');
  if (shown === '') return text.editLink.conflict.empty;
  return field === 'validFrom' || field === 'expiresAt' ? shown.replace('T', ' ') : shown;
}
