import { signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useState } from 'preact/hooks';
import { text } from '../../text/en.js';
import { Button } from '../button/button.js';
import { Dialog } from '../dialog/dialog.js';
import { TextField } from '../field/field.js';

interface Question {
  readonly title: string;
  readonly body: ComponentChildren;
  /** The word on the button that goes on. */
  readonly action: string;
  readonly isDangerous?: boolean;
  /** A word that has to be typed, for what cannot be undone. */
  readonly typedWord?: string;
}

interface OpenQuestion extends Question {
  readonly answer: (isConfirmed: boolean) => void;
}

const question = signal<OpenQuestion | undefined>(undefined);

/** Asks in a dialog and returns the answer. */
export function confirm(asked: Question): Promise<boolean> {
  return new Promise((resolve) => {
    question.value = {
      ...asked,
      answer: (isConfirmed) => {
        question.value = undefined;
        resolve(isConfirmed);
      },
    };
  });
}

/** Shown once, in the frame. */
export function ConfirmDialog() {
  return question.value === undefined ? null : <Open question={question.value} />;
}

function Open({ question }: { readonly question: OpenQuestion }) {
  const [typed, setTyped] = useState('');
  const { title, body, action, isDangerous = false, typedWord, answer } = question;
  const isReady = typedWord === undefined || typed.normalize() === typedWord.normalize();
  return (
    <Dialog title={title} onClose={() => answer(false)}>
      <form
        class="stack"
        onSubmit={(event) => {
          event.preventDefault();
          if (isReady) answer(true);
        }}
      >
        <div class="prose">{body}</div>
        {typedWord !== undefined && (
          <TextField label={text.parts.typeToConfirm(typedWord)} value={typed} onInput={setTyped} />
        )}
        <div class="dialog-actions">
          <Button onClick={() => answer(false)}>{text.parts.cancel}</Button>
          <Button type="submit" variant={isDangerous ? 'danger' : 'primary'} isDisabled={!isReady}>
            {action}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}
