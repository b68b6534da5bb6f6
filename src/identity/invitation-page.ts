import { type Filled, html, inputOf, page } from '../platform/http';
import type { Joined, OpenInvitation } from './team-invitations.dto';

const NAME = { name: 'name', label: 'Your name', pointer: '/name', autocomplete: 'name', max: 200 };
const PASSWORD = {
  name: 'password',
  label: 'Choose a password',
  help: '8 characters or more.',
  pointer: '/password',
  type: 'password' as const,
  autocomplete: 'new-password',
  max: 200,
};

/** Asks before anything happens: those who scan mails open links, but press no buttons. */
export function invitationPage(invitation: OpenInvitation, filled: Filled): string {
  const { account, invitedBy, email, known, passwordNeeded } = invitation;
  const form = { name: invitation.name, ...filled.form };
  const body = html`<p>${invitedBy.name} invites you, ${email}, to the team of <strong>${account.name}</strong>.</p>
    ${
      known &&
      html`<p>
        You have a Slotlink login with this address. You keep it: from now on, it opens ${account.name}, too. There they
        see your name, and when you are busy, but nothing of your other accounts.
      </p>`
    }
    ${
      known &&
      passwordNeeded &&
      html`<p>
        Nobody has confirmed yet that this address is yours. So choose a new password: whoever is logged in with the old
        one is logged out.
      </p>`
    }
    <form method="post">
      ${!known && inputOf(NAME, { ...filled, form })} ${passwordNeeded && inputOf(PASSWORD, filled)}
      <p><button class="main">Join ${account.name}</button></p>
    </form>
    <p><small>If you do not want to, close this page: nothing happens.</small></p>`;
  return page(`Join ${account.name}`, body.text);
}

export function joinedPage({ account, user }: Joined): string {
  const body = html`<p>You belong to the team of <strong>${account.name}</strong> now, ${user.name}.</p>
    <p class="note">Log in with ${user.email} and your password.</p>`;
  return page('Welcome', body.text);
}
