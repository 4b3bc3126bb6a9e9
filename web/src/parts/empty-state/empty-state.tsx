import type { ComponentChildren, ComponentType } from 'preact';

interface EmptyStateProps {
  readonly icon: ComponentType<{ size?: number }>;
  readonly title: string;
  readonly children?: ComponentChildren;
}

/** Says why there is nothing, and what can be done. */
export function EmptyState({ icon: Icon, title, children }: EmptyStateProps) {
  return (
    <div class="empty">
      <span class="empty-icon">
        <Icon size={22} />
      </span>
      <h2>{title}</h2>
      {children}
    </div>
  );
}
