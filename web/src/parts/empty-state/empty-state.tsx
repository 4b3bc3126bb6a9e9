import type { ComponentChildren, ComponentType } from 'preact';

interface EmptyStateProps {
  readonly icon: ComponentType<{ size?: number }>;
  readonly title: string;
  readonly children?: ComponentChildren;
  /** Whether it takes the place of a whole page, and has its heading. */
  readonly isPage?: boolean;
}

/** Says why there is nothing, and what can be done. */
export function EmptyState({ icon: Icon, title, children, isPage = false }: EmptyStateProps) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon size={22} />
      </span>
      {isPage ? <h1>{title}</h1> : <h2>{title}</h2>}
      {children}
    </div>
  );
}
