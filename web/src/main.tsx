import { render } from 'preact';
import { watchConnection } from './api/connection.js';
import { App } from './app.js';
import { startRouting, toHref } from './route.js';
import { startSettings } from './settings.js';
import { startShortcuts } from './shortcuts.js';
import './styles/tokens.css';
import './styles/base.css';
import './styles/parts.css';
import './styles/frame.css';

/** An app that shares a URL with this page opens it with a query, which becomes a new link. */
function acceptSharedUrl(): void {
  const query = new URLSearchParams(location.search);
  const shared = query.get('url') ?? query.get('text')?.match(/https?:\/\/\S+/)?.[0];
  if (shared === undefined) return;
  const href = toHref('/new', { url: shared, title: query.get('title') ?? '' });
  history.replaceState(history.state, '', location.pathname + href);
}

acceptSharedUrl();
startSettings();
startRouting();
startShortcuts();
watchConnection();
render(<App />, document.getElementById('app') ?? document.body);
