import { text } from '../../text/en.js';

export default function EditLinkPage() {
  return <h1>{text.editLink.title}</h1>;
}
