import type { ComponentChildren, ComponentType, Ref } from 'preact';

type Variant = 'primary' | 'secondary' | 'ghost' | 'danger';

interface CommonProps {
  readonly icon?: ComponentType<{ size?: number }>;
  readonly variant?: Variant;
  readonly isSmall?: boolean;
}

interface ButtonProps extends CommonProps {
  readonly children: ComponentChildren;
  readonly type?: 'button' | 'submit';
  readonly onClick?: () => void;
  /** Keeps the focus and ignores clicks. */
  readonly isBusy?: boolean;
  readonly isDisabled?: boolean;
  readonly isPressed?: boolean;
  readonly isExpanded?: boolean;
  readonly buttonRef?: Ref<HTMLButtonElement>;
}

export function Button({
  icon: Icon,
  variant = 'secondary',
  isSmall = false,
  type = 'button',
  isBusy = false,
  isDisabled = false,
  ...props
}: ButtonProps) {
  return (
    <button
      ref={props.buttonRef}
      type={type}
      class={classOf(variant, isSmall)}
      disabled={isDisabled}
      aria-disabled={isBusy || undefined}
      aria-busy={isBusy || undefined}
      aria-pressed={props.isPressed}
      aria-expanded={props.isExpanded}
      onClick={(event) => {
        if (isBusy) event.preventDefault();
        else props.onClick?.();
      }}
    >
      {isBusy ? <span class="spinner" /> : Icon && <Icon />}
      <span>{props.children}</span>
    </button>
  );
}

interface IconButtonProps extends Omit<CommonProps, 'icon'> {
  readonly icon: ComponentType<{ size?: number }>;
  /** The accessible name, shown as a tooltip too. */
  readonly label: string;
  readonly onClick: () => void;
  readonly isPressed?: boolean;
  readonly isExpanded?: boolean;
}

export function IconButton({
  icon: Icon,
  label,
  variant = 'ghost',
  isSmall = false,
  onClick,
  isPressed,
  isExpanded,
}: IconButtonProps) {
  return (
    <button
      type="button"
      class={`${classOf(variant, isSmall)} button-icon`}
      aria-label={label}
      title={label}
      aria-pressed={isPressed}
      aria-expanded={isExpanded}
      onClick={onClick}
    >
      <Icon />
    </button>
  );
}

interface ButtonLinkProps extends CommonProps {
  readonly href: string;
  readonly children: ComponentChildren;
  readonly download?: string;
}

/** A link that looks like a button. */
export function ButtonLink({
  href,
  icon: Icon,
  variant = 'secondary',
  isSmall = false,
  children,
  download,
}: ButtonLinkProps) {
  return (
    <a class={classOf(variant, isSmall)} href={href} download={download}>
      {Icon && <Icon />}
      <span>{children}</span>
    </a>
  );
}

interface IconLinkProps {
  readonly href: string;
  readonly icon: ComponentType<{ size?: number }>;
  readonly label: string;
  /** The id of an element that says what the link is about. */
  readonly describedBy?: string;
}

export function IconLink({ href, icon: Icon, label, describedBy }: IconLinkProps) {
  return (
    <a
      class="button button-ghost button-small button-icon"
      href={href}
      aria-label={label}
      aria-describedby={describedBy}
      title={label}
    >
      <Icon />
    </a>
  );
}

function classOf(variant: Variant, isSmall: boolean): string {
  return `button button-${variant}${isSmall ? ' button-small' : ''}`;
}
