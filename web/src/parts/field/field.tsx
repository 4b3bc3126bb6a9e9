import type { ComponentChildren, Ref } from 'preact';
import { useId } from 'preact/hooks';
import { text } from '../../text/en.js';
import { AlertIcon } from '../icon/icons.js';

interface FieldProps {
  readonly label: string;
  readonly hint?: ComponentChildren;
  readonly error?: string;
  readonly isOptional?: boolean;
}

/** What a control needs so that its label, hint and error belong to it. */
interface ControlAttributes {
  readonly id: string;
  readonly 'aria-describedby': string | undefined;
  readonly 'aria-invalid': boolean | undefined;
}

/** A label, a control, a hint, and an error. */
export function Field({
  label,
  hint,
  error,
  isOptional = false,
  children,
}: FieldProps & { readonly children: (control: ControlAttributes) => ComponentChildren }) {
  const id = useId();
  const described = [hint !== undefined && `${id}-hint`, error !== undefined && `${id}-error`];
  const describedBy = described.filter((part) => part !== false).join(' ');
  return (
    <div class="field">
      <div class="field-head">
        <label for={id}>{label}</label>
        {isOptional && <span class="field-optional">{text.parts.optional}</span>}
      </div>
      {children({
        id,
        'aria-describedby': describedBy === '' ? undefined : describedBy,
        'aria-invalid': error === undefined ? undefined : true,
      })}
      {hint !== undefined && (
        <div class="field-hint" id={`${id}-hint`}>
          {hint}
        </div>
      )}
      {error !== undefined && (
        <p class="field-error" id={`${id}-error`}>
          <AlertIcon size={14} />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}

interface TextFieldProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly onBlur?: () => void;
  readonly type?: 'text' | 'password' | 'url' | 'number' | 'date' | 'datetime-local' | 'search';
  readonly autocomplete?: string;
  readonly placeholder?: string;
  readonly inputMode?: 'url' | 'numeric' | 'text';
  readonly isRequired?: boolean;
  readonly isReadOnly?: boolean;
  /** Text in front of the input, such as the base of short URLs. */
  readonly prefix?: string;
  readonly min?: number;
  readonly max?: number;
  readonly inputRef?: Ref<HTMLInputElement>;
  readonly list?: string;
}

export function TextField({ value, onInput, prefix, type = 'text', ...props }: TextFieldProps) {
  return (
    <Field {...props}>
      {(control) => (
        <div class="input-frame">
          {prefix !== undefined && <span class="input-prefix">{prefix}</span>}
          <input
            {...control}
            ref={props.inputRef}
            // Preact has a type for each kind of input.
            {...({ type } as { type: 'text' })}
            value={value}
            autocomplete={props.autocomplete ?? 'off'}
            placeholder={props.placeholder}
            inputMode={props.inputMode}
            required={props.isRequired}
            readOnly={props.isReadOnly}
            min={props.min}
            max={props.max}
            list={props.list}
            // A URL, a key and a name are no prose.
            spellcheck={false}
            autocapitalize="off"
            dir={type === 'text' ? 'auto' : undefined}
            onInput={(event) => onInput(event.currentTarget.value)}
            onBlur={props.onBlur}
          />
        </div>
      )}
    </Field>
  );
}

interface TextAreaProps extends FieldProps {
  readonly value: string;
  readonly onInput: (value: string) => void;
  readonly rows?: number;
  readonly placeholder?: string;
  /** Lines are data, such as URLs, and do not wrap. */
  readonly isList?: boolean;
}

export function TextArea({ value, onInput, rows = 3, isList = false, ...props }: TextAreaProps) {
  return (
    <Field {...props}>
      {(control) => (
        <textarea
          {...control}
          class={isList ? 'textarea-list' : undefined}
          rows={rows}
          value={value}
          placeholder={props.placeholder}
          spellcheck={!isList}
          wrap={isList ? 'off' : 'soft'}
          dir={isList ? 'ltr' : 'auto'}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      )}
    </Field>
  );
}

interface SelectProps<T extends string> extends FieldProps {
  readonly value: T;
  readonly options: readonly (readonly [value: T, label: string])[];
  readonly onChange: (value: T) => void;
}

export function Select<T extends string>({ value, options, onChange, ...props }: SelectProps<T>) {
  return (
    <Field {...props}>
      {(control) => (
        <select
          {...control}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value as T)}
        >
          {options.map(([option, label]) => (
            <option key={option} value={option} selected={option === value}>
              {label}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

interface CheckboxProps {
  readonly label: ComponentChildren;
  readonly hint?: string;
  readonly isChecked: boolean;
  readonly onChange: (isChecked: boolean) => void;
  /** Shown as a switch, for what takes effect at once. */
  readonly isSwitch?: boolean;
}

export function Checkbox({ label, hint, isChecked, onChange, isSwitch = false }: CheckboxProps) {
  const id = useId();
  return (
    <div class={isSwitch ? 'check check-switch' : 'check'}>
      <input
        id={id}
        type="checkbox"
        role={isSwitch ? 'switch' : undefined}
        checked={isChecked}
        aria-describedby={hint === undefined ? undefined : `${id}-hint`}
        onChange={(event) => onChange(event.currentTarget.checked)}
      />
      <label for={id}>{label}</label>
      {hint !== undefined && (
        <p class="field-hint" id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

interface ChoicesProps<T extends string> {
  readonly label: string;
  readonly isLabelHidden?: boolean;
  readonly value: T;
  readonly options: readonly (readonly [value: T, label: ComponentChildren])[];
  readonly onChange: (value: T) => void;
}

/** A few choices side by side, of which one is taken. */
export function Choices<T extends string>({
  label,
  isLabelHidden = false,
  value,
  options,
  onChange,
}: ChoicesProps<T>) {
  const name = useId();
  return (
    <fieldset class="choices">
      <legend class={isLabelHidden ? 'visually-hidden' : undefined}>{label}</legend>
      <div class="choices-row">
        {options.map(([option, optionLabel]) => (
          <label key={option} class="choice">
            <input
              type="radio"
              name={name}
              value={option}
              checked={option === value}
              onChange={() => onChange(option)}
            />
            <span>{optionLabel}</span>
          </label>
        ))}
      </div>
    </fieldset>
  );
}
