import { html } from 'hono/html';
import { CLAIMED_ROLES, type ClaimedRole, MAX_LOGIN } from './claimed-identity.ts';
import type { Markup } from './page-answer.ts';
import type { SignInFields, SignInProblems } from './sign-in-form.ts';

/** Returns the content of the sign-in page. Its form is sent to the page's own address. */
export function signInContent({ login, roles }: SignInFields, problems: SignInProblems): Markup {
  return html`<h1>Sign in</h1>
<p class="notice">This is the local sign-in of a gate on this machine. It checks no password: anybody on this machine can be anybody. On AWS your own identity provider takes its place.</p>
<form method="post" novalidate>
<div class="field">
<label for="login">Login</label>
<p class="hint" id="login-hint">As the directory lists it, for example rev_1@example.com</p>
${problemOf('login-problem', problems.login)}
<input type="text" id="login" name="login" value="${login}" required maxlength="${MAX_LOGIN}" autocomplete="username" autocapitalize="none" spellcheck="false" ${fieldState('login', problems.login)}>
</div>
<fieldset class="field" ${groupState(problems.roles)}>
<legend>Roles that the token claims</legend>
${problemOf('roles-problem', problems.roles)}
${CLAIMED_ROLES.map((role) => roleBox(role, roles.includes(role)))}
</fieldset>
<button type="submit">Sign in</button>
</form>`;
}

function roleBox(role: ClaimedRole, isChosen: boolean): Markup {
  const checked = isChosen ? html` checked` : '';
  return html`<div class="role"><input type="checkbox" id="role-${role}" name="roles" value="${role}"${checked}><label for="role-${role}">${role}</label></div>
`;
}

function problemOf(id: string, problem: string | undefined): Markup | string {
  return problem === undefined ? '' : html`<p class="problem" id="${id}" role="alert">${problem}</p>`;
}

function fieldState(name: string, problem: string | undefined): Markup {
  return problem === undefined
    ? html`aria-describedby="${name}-hint"`
    : html`aria-describedby="${name}-hint ${name}-problem" aria-invalid="true"`;
}

function groupState(problem: string | undefined): Markup | string {
  return problem === undefined ? '' : html`aria-describedby="roles-problem"`;
}
