import { formatInstant } from '#libs/time';
import type { Person } from '../identity';
import type { Letter } from '../messaging';

interface Asked {
  to: Person;
  asker: Person;
  url: string;
  expiresAt: Date;
}

/** Asks somebody to connect Zoom by a link that is theirs alone. */
export function connectLetter({ to, asker, url, expiresAt }: Asked): Letter {
  return {
    subject: `${asker.name} asks you to connect Zoom`,
    paragraphs: [
      `Hello ${to.name},`,
      `${asker.name} (${asker.email}) asks you to connect your Zoom account, so that the appointments you host get ` +
        'Zoom meetings of their own. The link below leads you to Zoom, without a password here. Sign in there with the ' +
        'Zoom account that shall host your meetings.',
      `It works once, until ${formatInstant(expiresAt.getTime())}, and connects nobody but you: do not pass it on. If you ` +
        'do not know what this is about, do nothing.',
    ],
    rows: [{ label: 'Connect Zoom', value: url }],
  };
}
