import { signal } from '@preact/signals';
import { text } from '../../text/en.js';
import { IconButton } from '../button/button.js';
import { AlertIcon, CheckIcon, CloseIcon } from '../icon/icons.js';

interface Toast {
  readonly id: number;
  readonly message: string;
  readonly tone: 'good' | 'bad';
}

const SHOWN_MS = 7_000;

const toasts = signal<readonly Toast[]>([]);
let lastId = 0;

/** Says the result of an action, also to screen readers. A failure stays until it is dismissed. */
export function toast(message: string, tone: Toast['tone'] = 'good'): void {
  lastId += 1;
  const id = lastId;
  toasts.value = [...toasts.value.slice(-2), { id, message, tone }];
  if (tone === 'good') setTimeout(() => dismiss(id), SHOWN_MS);
}

function dismiss(id: number): void {
  toasts.value = toasts.value.filter((toast) => toast.id !== id);
}

/** Shown once, in the frame. Modal dialogs lie above it, so results are said when they have closed. */
export function Toasts() {
  return (
    <div class="toasts" role="status" aria-live="polite">
      {toasts.value.map(({ id, message, tone }) => (
        <div key={id} class={`toast toast-${tone}`}>
          {tone === 'good' ? <CheckIcon /> : <AlertIcon />}
          <p>{message}</p>
          <IconButton
            icon={CloseIcon}
            label={text.parts.dismiss}
            isSmall
            onClick={() => dismiss(id)}
          />
        </div>
      ))}
    </div>
  );
}
