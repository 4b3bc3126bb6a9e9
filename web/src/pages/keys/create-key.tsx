import { useState } from 'preact/hooks';
import { useAction } from '../../api/action.js';
import { api, take } from '../../api/client.js';
import type { Scope } from '../../api/session.js';
import { Button } from '../../parts/button/button.js';
import { CopyButton } from '../../parts/copy-button/copy-button.js';
import { Dialog } from '../../parts/dialog/dialog.js';
import { ErrorBox } from '../../parts/error-box/error-box.js';
import { Checkbox, TextField } from '../../parts/field/field.js';
import { currentZone } from '../../settings.js';
import { text } from '../../text/en.js';
import { toInstant } from '../../zoned-time.js';

const FIELDS = ['/name', '/scopes', '/expiresAt'];

interface CreateKeyDialogProps {
  readonly onClose: () => void;
  readonly onCreate: (secret: string) => void;
}

export function CreateKeyDialog({ onClose, onCreate }: CreateKeyDialogProps) {
  const words = text.keys.dialog;
  const [name, setName] = useState('');
  const [scopes, setScopes] = useState<readonly Scope[]>(['links:read', 'links:write']);
  const [expires, setExpires] = useState('');
  const action = useAction(async () => {
    const expiresAt = expires === '' ? null : toInstant(expires, currentZone());
    const body = { name, scopes: [...scopes], expiresAt };
    onCreate((await take(api.POST('/api/v1/admin/api-keys', { body }))).key);
  });
  const { error } = action;
  const scopesError = scopes.length === 0 ? words.noScope : error?.errorOf('/scopes');
  return (
    <Dialog title={words.title} onClose={onClose}>
      <form
        class="stack"
        noValidate
        onSubmit={(event) => {
          event.preventDefault();
          if (scopes.length > 0) void action.run();
        }}
      >
        {error && <ErrorBox error={error} shownElsewhere={FIELDS} />}
        <TextField
          label={words.name}
          hint={words.nameHint}
          value={name}
          onInput={setName}
          error={error?.errorOf('/name')}
        />
        <ScopeChoice scopes={scopes} onChange={setScopes} error={scopesError} />
        <TextField
          label={words.expires}
          hint={text.linkForm.zone(currentZone())}
          isOptional
          type="datetime-local"
          value={expires}
          onInput={setExpires}
          error={error?.errorOf('/expiresAt')}
        />
        <div class="dialog-actions">
          <Button onClick={onClose}>{text.parts.cancel}</Button>
          <Button type="submit" variant="primary" isBusy={action.isRunning}>
            {words.create}
          </Button>
        </div>
      </form>
    </Dialog>
  );
}

interface ScopeChoiceProps {
  readonly scopes: readonly Scope[];
  readonly onChange: (scopes: readonly Scope[]) => void;
  readonly error: string | undefined;
}

function ScopeChoice({ scopes, onChange, error }: ScopeChoiceProps) {
  const words = text.keys.dialog;
  const toggle = (scope: Scope, isChosen: boolean): void => {
    const others = scopes.filter((other) => other !== scope);
    onChange(isChosen ? [...others, scope] : others);
  };
  return (
    <fieldset class="scope-choice">
      <legend>{words.scopes}</legend>
      {Object.entries(words.scopeHints).map(([scope, hint]) => (
        <Checkbox
          key={scope}
          label={<code>{scope}</code>}
          hint={hint}
          isChecked={scopes.includes(scope as Scope)}
          onChange={(isChosen) => toggle(scope as Scope, isChosen)}
        />
      ))}
      {error !== undefined && (
        <p class="field-error" role="alert">
          {error}
        </p>
      )}
    </fieldset>
  );
}

interface SecretDialogProps {
  readonly secret: string;
  readonly onClose: () => void;
}

/** The only time that a key is shown. */
export function SecretDialog({ secret, onClose }: SecretDialogProps) {
  const words = text.keys.secret;
  return (
    <Dialog title={words.title} onClose={onClose}>
      <p class="muted">{words.lead}</p>
      <TextField label={words.field} value={secret} isReadOnly onInput={() => {}} />
      <div class="dialog-actions">
        <CopyButton value={secret} what={words.what} isLarge />
        <Button variant="primary" onClick={onClose}>
          {words.done}
        </Button>
      </div>
    </Dialog>
  );
}
