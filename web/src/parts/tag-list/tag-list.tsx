interface TagListProps {
  readonly tags: readonly string[];
  /** Makes each tag a link. */
  readonly hrefOf?: (tag: string) => string;
  /** Tags beyond this number are counted only. */
  readonly max?: number;
}

export function TagList({ tags, hrefOf, max = tags.length }: TagListProps) {
  const hidden = tags.slice(max);
  return (
    <ul class="tags">
      {tags.slice(0, max).map((tag) => (
        <li key={tag}>
          {hrefOf === undefined ? (
            <span class="tag" dir="auto">
              {tag}
            </span>
          ) : (
            <a class="tag" dir="auto" href={hrefOf(tag)}>
              {tag}
            </a>
          )}
        </li>
      ))}
      {hidden.length > 0 && (
        <li class="tags-more" title={hidden.join(', ')}>
          +{hidden.length}
        </li>
      )}
    </ul>
  );
}
