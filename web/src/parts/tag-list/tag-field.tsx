import { useState } from 'preact/hooks';
import { text } from '../../text/en.js';
import { Field } from '../field/field.js';
import { CloseIcon } from '../icon/icons.js';

interface TagFieldProps {
  readonly label: string;
  readonly tags: readonly string[];
  readonly onChange: (tags: readonly string[]) => void;
  readonly error?: string;
  readonly isOptional?: boolean;
}

/** A field for several tags. What is typed and not yet added counts when the field is left. */
export function TagField({ label, tags, onChange, error, isOptional }: TagFieldProps) {
  const [typed, setTyped] = useState('');
  const add = (input: string): void => {
    const added = input.split(',').map((tag) => tag.trim());
    onChange([...new Set([...tags, ...added.filter((tag) => tag !== '')])]);
    setTyped('');
  };
  const remove = (removed: string): void => onChange(tags.filter((tag) => tag !== removed));
  return (
    <Field label={label} hint={text.parts.tagHint} error={error} isOptional={isOptional}>
      {(control) => (
        <div class="input-frame tag-field">
          {tags.map((tag) => (
            <span key={tag} class="tag tag-removable" dir="auto">
              {tag}
              <button
                type="button"
                aria-label={text.parts.removeTag(tag)}
                onClick={() => remove(tag)}
              >
                <CloseIcon size={12} />
              </button>
            </span>
          ))}
          <input
            {...control}
            value={typed}
            autocomplete="off"
            dir="auto"
            onInput={({ currentTarget: { value } }) =>
              value.includes(',') ? add(value) : setTyped(value)
            }
            onBlur={() => typed.trim() !== '' && add(typed)}
            onKeyDown={(event) => {
              // Enter ends a tag here, and never sends the form.
              if (event.key === 'Enter' && !event.ctrlKey && !event.metaKey) {
                event.preventDefault();
                if (typed.trim() !== '') add(typed);
              } else if (event.key === 'Backspace' && typed === '') {
                onChange(tags.slice(0, -1));
              }
            }}
          />
        </div>
      )}
    </Field>
  );
}
