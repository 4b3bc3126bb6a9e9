import { useState } from 'preact/hooks';
import { useAction } from '../../api/action.js';
import { api, take } from '../../api/client.js';
import { useResource } from '../../api/resource.js';
import { loadSession, session } from '../../api/session.js';
import { formatDuration, formatTime } from '../../format.js';
import { Button } from '../../parts/button/button.js';
import { confirm } from '../../parts/confirm/confirm.js';
import { ErrorBox } from '../../parts/error-box/error-box.js';
import { PlusIcon } from '../../parts/icon/icons.js';
import { Skeleton } from '../../parts/skeleton/skeleton.js';
import { toast } from '../../parts/toast/toast.js';
import { text } from '../../text/en.js';
import { CreateKeyDialog, SecretDialog } from './create-key.js';
import { KeyTable, type ApiKey } from './key-table.js';
import './keys.css';

export default function KeysPage() {
  const { data, error, reload } = useResource(
    (signal) => take(api.GET('/api/v1/admin/api-keys', { signal })),
    [],
  );
  const [isCreating, setCreating] = useState(false);
  const [secret, setSecret] = useState<string>();
  const revocation = useAction(async (apiKey: ApiKey) => {
    if (!(await confirmRevocation(apiKey, data?.items ?? []))) return;
    const duration = await revoke(apiKey.id);
    // It may have been that of this browser.
    await loadSession();
    if (session.value === null) return;
    const { revoked, ended } = text.keys;
    toast(apiKey.parentId === null ? revoked(apiKey.name, duration) : ended(duration));
    reload();
  });
  const words = text.keys;
  return (
    <>
      <div class="page-head">
        <div>
          <h1>{words.title}</h1>
          <p class="page-lead">{words.lead}</p>
        </div>
        <Button icon={PlusIcon} onClick={() => setCreating(true)}>
          {words.create}
        </Button>
      </div>
      {error && <ErrorBox error={error} onRetry={reload} />}
      {revocation.error && <ErrorBox error={revocation.error} />}
      {data === undefined && error === undefined && <Skeleton />}
      {data !== undefined && (
        <KeyTable
          apiKeys={data.items}
          isBusy={revocation.isRunning}
          onRevoke={(apiKey) => void revocation.run(apiKey)}
        />
      )}
      {isCreating && (
        <CreateKeyDialog
          onClose={() => setCreating(false)}
          onCreate={(secret) => {
            setCreating(false);
            setSecret(secret);
            reload();
          }}
        />
      )}
      {secret !== undefined && (
        <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />
      )}
    </>
  );
}

/** Returns how long it took until no instance accepts the key. */
async function revoke(id: string): Promise<string> {
  const start = performance.now();
  await take(api.DELETE('/api/v1/admin/api-keys/{id}', { params: { path: { id } } }));
  return formatDuration(performance.now() - start);
}

function confirmRevocation(apiKey: ApiKey, all: readonly ApiKey[]): Promise<boolean> {
  const words = text.keys;
  if (apiKey.parentId !== null) {
    return confirm({
      title: words.revokeSessionTitle,
      body: (
        <>
          <p>{words.revokeSessionBody(apiKey.name)}</p>
          <p>{formatTime(apiKey.createdAt)}</p>
        </>
      ),
      action: words.endAction,
      isDangerous: true,
    });
  }
  const sessionCount = all.filter(({ parentId }) => parentId === apiKey.id).length;
  return confirm({
    title: words.revokeTitle(apiKey.name),
    body: (
      <>
        <p>{words.revokeBody}</p>
        {sessionCount > 0 && <p>{words.revokeSessions(sessionCount)}</p>}
      </>
    ),
    action: words.revokeAction,
    isDangerous: true,
  });
}
