import type { components } from '../../api/api-types.js';
import { formatDay, formatTime } from '../../format.js';
import { Button } from '../../parts/button/button.js';
import { ShortTime } from '../../parts/table/short-time.js';
import { text } from '../../text/en.js';

export type ApiKey = components['schemas']['ApiKeyDto'];

interface KeyTableProps {
  /** Each key followed by its sessions. */
  readonly apiKeys: readonly ApiKey[];
  readonly isBusy: boolean;
  readonly onRevoke: (apiKey: ApiKey) => void;
}

export function KeyTable({ apiKeys, isBusy, onRevoke }: KeyTableProps) {
  const { columns, caption } = text.keys;
  return (
    <table class="table table-cards keys-table">
      <caption class="visually-hidden">{caption}</caption>
      <thead>
        <tr>
          <th scope="col">{columns.name}</th>
          <th scope="col">{columns.scopes}</th>
          <th scope="col">{columns.lastUsed}</th>
          <th scope="col">{columns.created}</th>
          <th scope="col">{columns.expires}</th>
          <th scope="col">
            <span class="visually-hidden">{columns.actions}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {apiKeys.map((apiKey) => (
          <Row key={apiKey.id} apiKey={apiKey} isBusy={isBusy} onRevoke={onRevoke} />
        ))}
      </tbody>
    </table>
  );
}

interface RowProps extends Omit<KeyTableProps, 'apiKeys'> {
  readonly apiKey: ApiKey;
}

function Row({ apiKey, isBusy, onRevoke }: RowProps) {
  const words = text.keys;
  const { name, scopes, lastUsedAt, createdAt, expiresAt, parentId } = apiKey;
  const isSession = parentId !== null;
  return (
    <tr class={isSession ? 'is-session' : undefined}>
      <th scope="row">{isSession ? words.session : <bdi class="key-name">{name}</bdi>}</th>
      <td>{!isSession && <Scopes scopes={scopes} />}</td>
      <td data-label={words.columns.lastUsed}>
        {lastUsedAt === null ? <span>{words.never}</span> : <ShortTime instant={lastUsedAt} />}
      </td>
      <td data-label={words.columns.created}>
        <time dateTime={createdAt} title={formatTime(createdAt)}>
          {formatDay(createdAt)}
        </time>
      </td>
      <td data-label={words.columns.expires}>
        {expiresAt === null ? <span>{words.never}</span> : <ShortTime instant={expiresAt} />}
      </td>
      <td class="keys-actions">
        <Button isSmall isBusy={isBusy} onClick={() => onRevoke(apiKey)}>
          {isSession ? words.end : words.revoke}
          <span class="visually-hidden">
            {' '}
            {isSession ? words.revokeSession(name, formatTime(createdAt)) : words.revokeNamed(name)}
          </span>
        </Button>
      </td>
    </tr>
  );
}

function Scopes({ scopes }: Pick<ApiKey, 'scopes'>) {
  return (
    <ul class="tags">
      {scopes.map((scope) => (
        <li key={scope}>
          <span class={scope === 'admin' ? 'tag tag-admin' : 'tag'}>{scope}</span>
        </li>
      ))}
    </ul>
  );
}
