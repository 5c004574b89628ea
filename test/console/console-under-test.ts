import { randomBytes } from 'node:crypto';
import { decideCase } from '../../lib/app/cases/decide-case.ts';
import type { SignedIn } from '../../lib/app/console/person.ts';
import { manageStops } from '../../lib/app/manage-stops.ts';
import type { OverviewStore } from '../../lib/app/overview/overview-store.ts';
import { reviewRefund } from '../../lib/app/review-refund.ts';
import { UnreadableError } from '../../lib/app/unreadable-error.ts';
import type { ConsoleDeps } from '../../lib/console/console-deps.ts';
import { createConsole } from '../../lib/console/create-console.ts';
import { type SignIn, SignInError } from '../../lib/console/sign-in.ts';
import type { ConsoleRole } from '../../lib/domain/people/powers.ts';
import { employee } from '../app/events.ts';
import { Harness } from '../app/harness.ts';
import { memoryDesk } from './memory-desk.ts';
import { memoryOverview } from './memory-overview.ts';

/** The address under which tests use the console. */
export const BASE_URL = 'https://console.example';

/** How somebody calls the console. */
export interface Call {
  readonly cookie?: string | undefined;
  readonly form?: Readonly<Record<string, string>>;
  readonly json?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** The caller that AWS has authenticated. */
  readonly userArn?: string;
}

/** A whole console over a gate in memory, without a network. The issuer is a code that stands for a person. */
export class ConsoleUnderTest {
  readonly gate: Harness;
  readonly faults: { readonly route: string; readonly fault: string }[] = [];
  /** The refund whose row cannot be read. */
  unreadable: string | undefined;
  /** The numbers of the overview; tests let them be counted. */
  readonly overview: OverviewStore;
  /** What deciding fails with. */
  fault: Error | undefined;
  readonly #app;
  readonly #codes = new Map<string, SignedIn>();

  constructor(gate = new Harness()) {
    this.gate = gate;
    const refundIds = () => [...new Set(gate.started)];
    this.overview = memoryOverview(gate.memory, refundIds);
    const deps: ConsoleDeps = {
      store: {
        ...gate.store,
        ...memoryDesk(gate.memory, refundIds),
        refund: async (refundId, consistency) => {
          if (refundId === this.unreadable) throw new UnreadableError(`The row of ${refundId} is corrupt.`);
          return gate.store.refund(refundId, consistency);
        },
        openCounts: () => this.overview.openCounts(),
        decidedDays: () => this.overview.decidedDays(),
      },
      now: () => gate.now,
      baseUrl: BASE_URL,
      baseCurrency: 'USD',
      signIn: this.#signIn(),
      review: async (command) => {
        if (this.fault !== undefined) throw this.fault;
        return reviewRefund(gate.deps, command);
      },
      answerCase: (command) => decideCase(gate.deps, command),
      changeStop: (command) => manageStops(gate.deps, command),
      report: (fault) => this.faults.push(fault),
    };
    this.#app = createConsole(deps);
  }

  /** Adds an employee to the directory who signs in with their id. */
  async employ(employeeId: string, data: Readonly<Record<string, unknown>> = {}): Promise<void> {
    await this.gate.deliver(employee(employeeId, { logins: [loginOf(employeeId)], ...data }, this.gate.now));
  }

  /** Signs an employee in and returns their cookie. */
  async signIn(
    employeeId: string,
    roles: readonly ConsoleRole[] = ['reviewer', 'supervisor', 'auditor'],
  ): Promise<string> {
    const answer = await this.trySignIn({ login: loginOf(employeeId), roles });
    const cookie = cookieIn(answer, '__Host-session');
    if (cookie === undefined) throw new Error(`${employeeId} is not signed in: ${answer.status}`);
    return cookie;
  }

  /** Signs in as the issuer says, and returns the console's answer to the browser that comes back. */
  async trySignIn(who: SignedIn): Promise<Response> {
    const begun = await this.call('/sign-in');
    const code = randomBytes(8).toString('hex');
    this.#codes.set(code, who);
    return this.call(`/signed-in?code=${code}`, { cookie: cookieIn(begun, '__Host-signing-in') });
  }

  /** Calls the console as a browser does, or if a caller is named, as the API gateway does for a signed request. */
  async call(path: string, { cookie, form, json, headers = {}, userArn }: Call = {}): Promise<Response> {
    const body = form === undefined ? undefined : new URLSearchParams(form).toString();
    const all: Record<string, string> = {
      ...(cookie === undefined ? {} : { cookie }),
      ...(body === undefined
        ? {}
        : { origin: BASE_URL, 'content-type': 'application/x-www-form-urlencoded' }),
      ...(json === undefined ? {} : { 'content-type': 'application/json' }),
      ...headers,
    };
    const sent = body ?? (json === undefined ? undefined : JSON.stringify(json));
    const request = {
      method: sent === undefined ? 'GET' : 'POST',
      headers: all,
      ...(sent === undefined ? {} : { body: sent }),
    };
    const iam = userArn === undefined ? {} : { authorizer: { iam: { userArn } } };
    return this.#app.request(`${BASE_URL}${path}`, request, { event: { requestContext: iam } });
  }

  /** Answers a refund with the form of its page as it is now. */
  async decide(
    cookie: string,
    answer: Readonly<Record<string, string>>,
    refundId = 're_1',
  ): Promise<Response> {
    const page = await (await this.call(`/refund?id=${refundId}`, { cookie })).text();
    return this.call('/refund/decide', {
      cookie,
      form: { ...hiddenFields(page, '/refund/decide'), ...answer },
    });
  }

  #signIn(): SignIn {
    return {
      begin: async () => ({
        url: new URL('https://issuer.example/authorize'),
        attempt: { state: 'state', nonce: 'nonce', verifier: 'verifier' },
      }),
      finish: async (query) => {
        const who = this.#codes.get(query.get('code') ?? '');
        if (who === undefined) throw new SignInError('unknown code');
        return who;
      },
    };
  }
}

/** The login of an employee in these tests. */
export function loginOf(employeeId: string): string {
  return `${employeeId}@example.com`;
}

/** Returns a cookie that an answer sets, as the browser sends it back. */
export function cookieIn(answer: Response, name: string): string | undefined {
  const set = answer.headers.getSetCookie().find((one) => one.startsWith(`${name}=`));
  const [pair = ''] = set?.split(';') ?? [];
  return pair === '' || pair === `${name}=` ? undefined : pair;
}

/** Returns the hidden fields of the form of a page that is sent to an address. */
export function hiddenFields(page: string, action: string): Readonly<Record<string, string>> {
  const form = page.split('<form').find((part) => part.includes(`action="${action}"`)) ?? '';
  const fields = form.matchAll(/<input type="hidden" name="([^"]*)" value="([^"]*)"/g);
  return Object.fromEntries([...fields].map(([, name = '', value = '']) => [name, value]));
}
