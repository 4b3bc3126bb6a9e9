import type { ComponentChildren, Ref } from 'preact';
import { useState } from 'preact/hooks';
import type { ApiError } from '../api/problem.js';
import { Checkbox, Select, TextArea, TextField } from '../parts/field/field.js';
import { TagField } from '../parts/tag-list/tag-field.js';
import { currentZone } from '../settings.js';
import { text } from '../text/en.js';
import { changedFields, EMPTY_LINK, type LinkField, type LinkValues } from './link-values.js';
import { UtmFields } from './utm-fields.js';
import './link-form.css';

interface LinkFieldsProps {
  readonly values: LinkValues;
  readonly onChange: (changes: Partial<LinkValues>) => void;
  readonly error: ApiError | undefined;
  readonly urlRef?: Ref<HTMLInputElement>;
  /** Comes below the destination. */
  readonly children?: ComponentChildren;
  /** Whether the link can be disabled here. */
  readonly isExisting?: boolean;
}

/** Every field of a link, the usual ones first. */
export function LinkFields({
  values,
  onChange,
  error,
  urlRef,
  children,
  isExisting,
}: LinkFieldsProps) {
  const words = text.linkForm;
  return (
    <>
      <TextField
        label={words.url}
        type="url"
        inputMode="url"
        placeholder="https://"
        isRequired
        inputRef={urlRef}
        value={values.url}
        onInput={(url) => onChange({ url })}
        error={error?.errorOf('/url')}
      />
      {children}
      <TextField
        label={words.title}
        isOptional
        value={values.title}
        onInput={(title) => onChange({ title })}
        error={error?.errorOf('/title')}
      />
      <TagField
        label={words.tags}
        isOptional
        tags={values.tags}
        onChange={(tags) => onChange({ tags })}
        error={error?.errorOf('/tags')}
      />
      <TextArea
        label={words.note}
        hint={words.noteHint}
        isOptional
        rows={2}
        value={values.note}
        onInput={(note) => onChange({ note })}
        error={error?.errorOf('/note')}
      />
      <UtmFields url={values.url} onChange={(url) => onChange({ url })} />
      <MoreFields values={values} onChange={onChange} error={error} isExisting={isExisting} />
    </>
  );
}

const MORE = new Set<LinkField>([
  'validFrom',
  'expiresAt',
  'maxClicks',
  'expiredUrl',
  'redirectStatus',
  'cacheSeconds',
  'forwardQuery',
  'externalId',
  'disabled',
]);

/** Settings that few links have; unfolded for those that have one, or if one is refused. */
function MoreFields({ values, onChange, error, isExisting = false }: LinkFieldsProps) {
  const words = text.linkForm;
  const hasError = [...MORE].some((field) => error?.errorOf(`/${field}`) !== undefined);
  // Only at first, so that it does not close while a setting is cleared.
  const [isUsed] = useState(() =>
    changedFields(EMPTY_LINK, values).some((field) => MORE.has(field)),
  );
  return (
    <details class="fold" open={isUsed || hasError}>
      <summary>{words.more}</summary>
      <div class="stack">
        <TimeFields values={values} onChange={onChange} error={error} />
        <div class="field-row">
          <TextField
            label={words.maxClicks}
            type="number"
            min={1}
            hint={words.maxClicksHint}
            isOptional
            value={values.maxClicks}
            onInput={(maxClicks) => onChange({ maxClicks })}
            error={error?.errorOf('/maxClicks')}
          />
          <TextField
            label={words.externalId}
            hint={words.externalIdHint}
            isOptional
            value={values.externalId}
            onInput={(externalId) => onChange({ externalId })}
            error={error?.errorOf('/externalId')}
          />
        </div>
        <TextField
          label={words.expiredUrl}
          type="url"
          inputMode="url"
          placeholder="https://"
          hint={words.expiredUrlHint}
          isOptional
          value={values.expiredUrl}
          onInput={(expiredUrl) => onChange({ expiredUrl })}
          error={error?.errorOf('/expiredUrl')}
        />
        <div class="field-row">
          <Select
            label={words.redirectStatus}
            value={values.redirectStatus}
            options={(['301', '302', '307', '308'] as const).map((status) => [
              status,
              words.statuses[status],
            ])}
            onChange={(redirectStatus) => onChange({ redirectStatus })}
            error={error?.errorOf('/redirectStatus')}
          />
          <TextField
            label={words.cacheSeconds}
            type="number"
            min={0}
            value={values.cacheSeconds}
            onInput={(cacheSeconds) => onChange({ cacheSeconds })}
            error={error?.errorOf('/cacheSeconds')}
          />
        </div>
        <Checkbox
          label={words.forwardQuery}
          isChecked={values.forwardQuery}
          onChange={(forwardQuery) => onChange({ forwardQuery })}
        />
        {isExisting && (
          <Checkbox
            label={words.disabled}
            isChecked={values.disabled}
            onChange={(disabled) => onChange({ disabled })}
          />
        )}
      </div>
    </details>
  );
}

function TimeFields({ values, onChange, error }: LinkFieldsProps) {
  const words = text.linkForm;
  const zoneHint = words.zone(currentZone());
  return (
    <div class="field-row">
      <TextField
        label={words.validFrom}
        type="datetime-local"
        hint={zoneHint}
        isOptional
        value={values.validFrom}
        onInput={(validFrom) => onChange({ validFrom })}
        error={error?.errorOf('/validFrom')}
      />
      <TextField
        label={words.expiresAt}
        type="datetime-local"
        hint={zoneHint}
        isOptional
        value={values.expiresAt}
        onInput={(expiresAt) => onChange({ expiresAt })}
        error={error?.errorOf('/expiresAt')}
      />
    </div>
  );
}

/** Pointers of the fields above, whose errors stand beside them. */
export const LINK_POINTERS = [...Object.keys(EMPTY_LINK), 'alias'].map((field) => `/${field}`);
