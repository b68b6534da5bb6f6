import { Injectable } from '@nestjs/common';
import { type Filled, type Form, Invalid, Problem, RefusedPage, textOf, validation } from '../platform/http';
import { AskPasswordReset } from './ask-password-reset';
import { ConfirmEmailChange } from './confirm-email-change';
import { AskPasswordResetInput, ResetPasswordInput } from './credentials.dto';
import { invitationPage, joinedPage } from './invitation-page';
import {
  askResetPage,
  emailChangePage,
  emailChangedPage,
  resetAskedPage,
  resetDonePage,
  resetPage,
} from './login-pages';
import { MailLinks } from './mail-links';
import { ResetPassword } from './reset-password';
import { TeamInvitations } from './team-invitations';
import { AcceptInvitationInput } from './team-invitations.dto';

/** The plain pages behind the links in mails. */
@Injectable()
export class LinkPages {
  constructor(
    private readonly invitations: TeamInvitations,
    private readonly links: MailLinks,
    private readonly askReset: AskPasswordReset,
    private readonly resetPassword: ResetPassword,
    private readonly confirmEmail: ConfirmEmailChange,
  ) {}

  async invitation(token: string, filled: Filled = {}): Promise<string> {
    return invitationPage(await this.invitations.show(token), filled);
  }

  /** @throws RefusedPage, the form again */
  accept(token: string, form: Form): Promise<string> {
    const again = (filled: Filled) => this.invitation(token, filled);
    return orAgain(form, again, async () => {
      const input = await read(AcceptInvitationInput, { password: secretOf(form), name: textOf(form, 'name') });
      return joinedPage(await this.invitations.accept(token, input));
    });
  }

  askPasswordReset(filled: Filled = {}): string {
    return askResetPage(filled);
  }

  /** @throws RefusedPage, the form again */
  mailPasswordReset(form: Form, address: string): Promise<string> {
    const again = (filled: Filled) => Promise.resolve(this.askPasswordReset(filled));
    return orAgain(form, again, async () => {
      const { email } = await read(AskPasswordResetInput, { email: textOf(form, 'email') });
      await this.askReset.run(email, address);
      return resetAskedPage();
    });
  }

  async passwordReset(token: string, filled: Filled = {}): Promise<string> {
    const { email } = await this.links.find('password-reset', token);
    return resetPage(email, filled);
  }

  /** @throws RefusedPage, the form again */
  setPassword(token: string, form: Form): Promise<string> {
    const again = (filled: Filled) => this.passwordReset(token, filled);
    return orAgain(form, again, async () => {
      await this.resetPassword.run(await read(ResetPasswordInput, { token, newPassword: secretOf(form) }));
      return resetDonePage();
    });
  }

  async emailChange(token: string): Promise<string> {
    const { email } = await this.links.find('email-change', token);
    return emailChangePage(email);
  }

  async changeEmail(token: string): Promise<string> {
    const { email } = await this.confirmEmail.run(token);
    return emailChangedPage(email);
  }
}

/** A password is taken as typed, spaces and all. */
function secretOf(form: Form): string | undefined {
  const value = form?.password;
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** What the API would take. @throws Invalid */
async function read<Input extends object>(metatype: new () => Input, fields: Partial<Input>): Promise<Input> {
  const given = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
  return (await validation.transform(given, { type: 'body', metatype })) as Input;
}

/** Does it, or shows the form again with its faults. @throws RefusedPage, and what no form can mend */
async function orAgain(form: Form, again: (filled: Filled) => Promise<string>, act: () => Promise<string>) {
  try {
    return await act();
  } catch (problem) {
    if (!(problem instanceof Problem) || !problem.is(Invalid)) throw problem;
    const filled = { form, faults: problem.extras.errors ?? [] };
    throw new RefusedPage(problem.definition.status, await again(filled));
  }
}
