import { Dialog } from '../../parts/dialog/dialog.js';
import { Button } from '../../parts/button/button.js';
import { isSessionLost, session } from '../../api/session.js';
import { text } from '../../text/en.js';
import { SignInForm } from './sign-in-form.js';

/** Lies over the page, whose unsaved work and waiting calls go on afterwards. */
export function SignInAgain() {
  const { again } = text.signIn;
  const leave = (): void => {
    isSessionLost.value = false;
    session.value = null;
  };
  return (
    <Dialog title={again.title}>
      <p class="muted">{again.lead}</p>
      <SignInForm />
      <Button variant="ghost" onClick={leave}>
        {text.frame.signOut}
      </Button>
    </Dialog>
  );
}
