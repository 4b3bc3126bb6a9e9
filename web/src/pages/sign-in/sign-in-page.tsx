import { useEffect, useRef } from 'preact/hooks';
import { Banners } from '../../parts/banner/banners.js';
import { Logo } from '../../parts/icon/icons.js';
import { text } from '../../text/en.js';
import { SignInForm } from './sign-in-form.js';
import './sign-in.css';

export function SignInPage() {
  const { signIn, frame } = text;
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = `${signIn.title} · ${frame.product}`;
    main.current?.querySelector('input')?.focus();
  }, []);
  return (
    <main class="sign-in" ref={main}>
      <Banners />
      <div class="sign-in-card">
        <p class="sign-in-brand">
          <Logo size={36} />
          <span>{frame.product}</span>
        </p>
        <h1>{signIn.title}</h1>
        <p class="muted">{signIn.lead}</p>
        <SignInForm />
        <p class="sign-in-help">
          {signIn.firstKey} <code>{signIn.firstKeyPath}</code> {signIn.firstKeyEnd}
        </p>
      </div>
    </main>
  );
}
