import { connection, waitSeconds } from '../../api/connection.js';
import { text } from '../../text/en.js';
import { AlertIcon } from '../icon/icons.js';

/** What keeps this page from its data at the moment. */
export function Banners() {
  const messages = [connectionMessage(), rateLimitMessage()];
  return (
    <div class="banners" role="status">
      {messages.map(
        (message) =>
          message !== undefined && (
            <p key={message} class="banner">
              <AlertIcon />
              <span>{message}</span>
            </p>
          ),
      )}
    </div>
  );
}

function connectionMessage(): string | undefined {
  const { databaseAway, offline, unreachable } = text.frame.banner;
  const messages = { ok: undefined, 'database-away': databaseAway, offline, unreachable };
  return messages[connection.value];
}

function rateLimitMessage(): string | undefined {
  return waitSeconds.value > 0 ? text.frame.banner.rateLimited(waitSeconds.value) : undefined;
}
