import {
  changedFields,
  isSameValue,
  LINK_FIELDS,
  type LinkField,
  type LinkValues,
} from '../../link-form/link-values.js';

/** Two people have changed a link since `base`. */
export interface Conflict {
  readonly base: LinkValues;
  readonly mine: LinkValues;
  readonly theirs: LinkValues;
  /** The version that holds `theirs`. */
  readonly version: number;
}

/** Fields that both have changed, to different values: a person has to choose. */
export function conflictingFields({ base, mine, theirs }: Conflict): LinkField[] {
  const changedByThem = changedFields(base, theirs);
  return changedFields(base, mine).filter(
    (field) => changedByThem.includes(field) && !isSameValue(field, mine, theirs),
  );
}

/** Fields that only the other person has changed. */
export function fieldsOfTheirs({ base, mine, theirs }: Conflict): LinkField[] {
  const changedByMe = changedFields(base, mine);
  return changedFields(base, theirs).filter((field) => !changedByMe.includes(field));
}

/** Whether there is something to show: not if both have changed the same fields to the same values. */
export function needsChoice(conflict: Conflict): boolean {
  return conflictingFields(conflict).length > 0 || fieldsOfTheirs(conflict).length > 0;
}

/** What both have changed, where they differ as chosen. */
export function merge(conflict: Conflict, kept: ReadonlySet<LinkField>): LinkValues {
  const contested = conflictingFields(conflict);
  const mine = changedFields(conflict.base, conflict.mine);
  const entries = LINK_FIELDS.map((field) => {
    const isMine = contested.includes(field) ? kept.has(field) : mine.includes(field);
    return [field, (isMine ? conflict.mine : conflict.theirs)[field]];
  });
  return Object.fromEntries(entries);
}
