import type { ComponentChildren } from 'preact';
import { useId, useLayoutEffect, useRef } from 'preact/hooks';
import { text } from '../../text/en.js';
import { IconButton } from '../button/button.js';
import { CloseIcon } from '../icon/icons.js';

interface DialogProps {
  readonly title: string;
  readonly children: ComponentChildren;
  /** Without it the dialog cannot be left, such as sign-in. */
  readonly onClose?: () => void;
  readonly size?: 'small' | 'large';
}

/** A modal dialog: open while it is rendered. The focus returns to where it was. */
export function Dialog({ title, children, onClose, size = 'small' }: DialogProps) {
  const ref = useRef<HTMLDialogElement>(null);
  const id = useId();
  useLayoutEffect(() => {
    const { current: dialog } = ref;
    const opener = document.activeElement;
    dialog?.showModal();
    return () => {
      dialog?.close();
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus();
    };
  }, []);
  return (
    <dialog
      ref={ref}
      class={`dialog dialog-${size}`}
      aria-labelledby={id}
      onCancel={(event) => {
        // Chromium closes a dialog at the second Escape, whatever the first one did.
        event.preventDefault();
        onClose?.();
      }}
    >
      <div class="dialog-head">
        <h2 id={id}>{title}</h2>
        {onClose && <IconButton icon={CloseIcon} label={text.parts.close} onClick={onClose} />}
      </div>
      {children}
    </dialog>
  );
}
