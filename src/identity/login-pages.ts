import { type Filled, html, inputOf, page } from '../platform/http';

const EMAIL = {
  name: 'email',
  label: 'Your e-mail address',
  pointer: '/email',
  type: 'email' as const,
  autocomplete: 'email',
};
const NEW_PASSWORD = {
  name: 'password',
  label: 'New password',
  help: '8 characters or more.',
  pointer: '/newPassword',
  type: 'password' as const,
  autocomplete: 'new-password',
  max: 200,
};

export function askResetPage(filled: Filled): string {
  const body = html`<p>We send you a link by which you choose a new one.</p>
    <form method="post">
      ${inputOf(EMAIL, filled)}
      <p><button class="main">Send the link</button></p>
    </form>`;
  return page('Forgotten your password?', body.text);
}

/** The same for every address, whether or not somebody has it. */
export function resetAskedPage(): string {
  const body = html`<p>If there is a login with this address, a mail with a link is on its way to it.</p>
    <p>The link works for an hour. If nothing comes, look among the unwanted mails, then try again.</p>`;
  return page('Look at your mail', body.text);
}

export function resetPage(email: string, filled: Filled): string {
  const body = html`<p>For the Slotlink login of <strong>${email}</strong>. It is logged out everywhere.</p>
    <form method="post">
      ${inputOf(NEW_PASSWORD, filled)}
      <p><button class="main">Set this password</button></p>
    </form>`;
  return page('Choose a new password', body.text);
}

export function resetDonePage(): string {
  return page('Your password is changed', html`<p class="note">Log in with it from now on.</p>`.text);
}

export function emailChangePage(email: string): string {
  const body = html`<p>From then on you log in to Slotlink with <strong>${email}</strong>.</p>
    <form method="post">
      <p><button class="main">Use this address</button></p>
    </form>
    <p><small>If you did not ask for this, close this page: nothing happens.</small></p>`;
  return page('Is this your address?', body.text);
}

export function emailChangedPage(email: string): string {
  return page('Your address is changed', html`<p class="note">Log in with ${email} from now on.</p>`.text);
}
