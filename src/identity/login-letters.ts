import type { Letter } from '../messaging';

const NOT_YOU = 'If that was not you, do nothing: as long as nobody else reads your mail, nothing will happen.';

export function resetLetter(url: string): Letter {
  return {
    subject: 'Choose a new password for Slotlink',
    paragraphs: [
      'Somebody asked to choose a new password for your Slotlink login.',
      `The link below is for you alone. It works once, within an hour. ${NOT_YOU}`,
    ],
    rows: [{ label: 'Choose a password', value: url }],
  };
}

export function passwordChangedLetter(resetUrl: string): Letter {
  return {
    subject: 'Your Slotlink password was changed',
    paragraphs: [
      'The password of your Slotlink login was changed a moment ago. Whoever was logged in with the old one is logged out; API keys you made go on working.',
      'If that was not you, choose a new password at once:',
    ],
    rows: [{ label: 'Choose a password', value: resetUrl }],
  };
}

export function totpOnLetter(): Letter {
  return {
    subject: 'Your Slotlink login asks for a code now',
    paragraphs: [
      'A second factor was turned on for your Slotlink login: it asks for a code of your authenticator app from now on.',
      'If that was not you, somebody knows your password. Ask an admin of your account for help.',
    ],
    rows: [],
  };
}

export function totpOffLetter(): Letter {
  return {
    subject: 'Your Slotlink login no longer asks for a code',
    paragraphs: [
      'The second factor of your Slotlink login was turned off: it opens with the password alone.',
      'If that was not you, change your password now, and turn the second factor on again.',
    ],
    rows: [],
  };
}

export function confirmEmailLetter(email: string, url: string): Letter {
  return {
    subject: 'Confirm your e-mail address for Slotlink',
    paragraphs: [
      `Somebody who has a Slotlink login wants to use the address ${email} for it.`,
      `The link below confirms that it is theirs. It works once, within a day. ${NOT_YOU}`,
    ],
    rows: [{ label: 'Confirm', value: url }],
  };
}

export function emailChangeAskedLetter(email: string): Letter {
  return {
    subject: 'A new e-mail address for your Slotlink login',
    paragraphs: [
      `Somebody asked, with your password, to use the address ${email} for your Slotlink login. It changes once they confirm it from there.`,
      'If that was not you, change your password now: that ends the request, and every session but yours.',
    ],
    rows: [],
  };
}

export function emailChangedLetter(email: string): Letter {
  return {
    subject: 'Your Slotlink login has a new e-mail address',
    paragraphs: [
      `You log in to Slotlink with ${email} from now on. This address is no longer used.`,
      'If that was not you, ask an admin of your account for help.',
    ],
    rows: [],
  };
}
