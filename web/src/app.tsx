import { useEffect } from 'preact/hooks';
import { isSessionLost, loadSession, session } from './api/session.js';
import { recoveries } from './api/connection.js';
import { ApiError } from './api/problem.js';
import { Frame } from './frame/frame.js';
import { SignInAgain } from './pages/sign-in/sign-in-again.js';
import { SignInPage } from './pages/sign-in/sign-in-page.js';
import { Banners } from './parts/banner/banners.js';
import { Toasts } from './parts/toast/toast.js';

export function App() {
  const recovery = recoveries.value;
  useEffect(() => {
    if (session.value !== undefined) return;
    // An outage has a banner, and ends with another attempt.
    loadSession().catch((error: unknown) => {
      if (!(error instanceof ApiError)) throw error;
    });
  }, [recovery]);
  if (session.value === undefined) return <Banners />;
  return (
    <>
      {session.value === null ? <SignInPage /> : <Frame />}
      {isSessionLost.value && <SignInAgain />}
      <Toasts />
    </>
  );
}
