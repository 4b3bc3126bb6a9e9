import { useRef, useState } from 'preact/hooks';
import { Banners } from '../parts/banner/banners.js';
import { ConfirmDialog } from '../parts/confirm/confirm.js';
import { text } from '../text/en.js';
import { CurrentPage } from './current-page.js';
import { ShortcutsHelp } from './shortcuts-help.js';
import { Sidebar } from './sidebar.js';
import { TopBar } from './top-bar.js';

/** The page around every page: navigation, search, messages. */
export function Frame() {
  const main = useRef<HTMLElement>(null);
  const [isMenuOpen, setMenuOpen] = useState(false);
  return (
    <div class="frame">
      <button
        type="button"
        class="skip-link"
        onClick={() => {
          main.current?.focus();
        }}
      >
        {text.frame.skip}
      </button>
      <Sidebar isMenuOpen={isMenuOpen} onCloseMenu={() => setMenuOpen(false)} />
      <div class="frame-sheet">
        <TopBar onOpenMenu={() => setMenuOpen(true)} />
        <main ref={main} class="frame-main" tabIndex={-1}>
          <Banners />
          <CurrentPage />
        </main>
      </div>
      <ConfirmDialog />
      <ShortcutsHelp />
    </div>
  );
}
