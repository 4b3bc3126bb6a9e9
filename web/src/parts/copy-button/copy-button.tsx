import { useState } from 'preact/hooks';
import { text } from '../../text/en.js';
import { Button, IconButton } from '../button/button.js';
import { CheckIcon, CopyIcon } from '../icon/icons.js';
import { toast } from '../toast/toast.js';

const CONFIRMED_MS = 1_500;

interface CopyButtonProps {
  readonly value: string;
  /** What is copied, for the name of the button. */
  readonly what: string;
  /** With the word beside the icon. */
  readonly isLarge?: boolean;
}

export function CopyButton({ value, what, isLarge = false }: CopyButtonProps) {
  const [isCopied, setCopied] = useState(false);
  const copy = async (): Promise<void> => {
    if (!(await copyText(value))) return;
    setCopied(true);
    setTimeout(() => setCopied(false), CONFIRMED_MS);
  };
  const icon = isCopied ? CheckIcon : CopyIcon;
  if (isLarge) {
    return (
      <Button icon={icon} onClick={() => void copy()}>
        {isCopied ? text.parts.copied : text.parts.copy}
      </Button>
    );
  }
  return (
    <IconButton icon={icon} isSmall label={text.parts.copyOf(what)} onClick={() => void copy()} />
  );
}

/** Says whether it worked, in a toast if the browser refuses. */
export async function copyText(value: string): Promise<boolean> {
  try {
    if (isSecureContext) await navigator.clipboard.writeText(value);
    else copyBySelection(value);
    return true;
  } catch {
    toast(text.parts.copyFailed, 'bad');
    return false;
  }
}

/** Pages over plain HTTP, as on a home network, have no `navigator.clipboard`. */
function copyBySelection(value: string): void {
  const area = document.createElement('textarea');
  area.value = value;
  area.readOnly = true;
  area.className = 'visually-hidden';
  const { activeElement } = document;
  // Within an open dialog, as what is outside cannot be selected.
  (activeElement?.closest('dialog') ?? document.body).append(area);
  area.select();
  const isCopied = document.execCommand('copy');
  area.remove();
  if (activeElement instanceof HTMLElement) activeElement.focus();
  if (!isCopied) throw new Error('not allowed');
}
