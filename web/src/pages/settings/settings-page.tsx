import { text } from '../../text/en.js';

export default function SettingsPage() {
  return <h1>{text.settings.title}</h1>;
}
