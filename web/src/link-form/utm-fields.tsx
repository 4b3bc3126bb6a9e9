import { TextField } from '../parts/field/field.js';
import { text } from '../text/en.js';
import { readUtm, UTM_FIELDS, writeUtm } from './utm.js';

interface UtmFieldsProps {
  readonly url: string;
  readonly onChange: (url: string) => void;
}

/** Edits the campaign parameters within the destination, which stays the one place they are in. */
export function UtmFields({ url, onChange }: UtmFieldsProps) {
  const words = text.linkForm.utm;
  const values = readUtm(url);
  return (
    <details class="fold">
      <summary>{words.title}</summary>
      <div class="stack">
        <p class="muted">{words.hint}</p>
        <div class="field-row">
          {UTM_FIELDS.map((field) => (
            <TextField
              key={field}
              label={words[field]}
              value={values[field]}
              onInput={(value) => onChange(writeUtm(url, field, value))}
            />
          ))}
        </div>
      </div>
    </details>
  );
}
