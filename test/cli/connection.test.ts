import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { runCli } from './run-cli.ts';

/** Every verb that talks to a gate. */
const COMMANDS: readonly (readonly string[])[] = [
  ['stop', 'all', '--as', 'ana'],
  ['lift', 'all', '--as', 'ana'],
  ['review', 're_1', 'deny', '--verdict', 'other', '--as', 'rev_1'],
  ['case', 're_1'],
  ['queue'],
];

const ACCOUNT = '123456789012';

const IDENTITY = `<GetCallerIdentityResponse xmlns="https://sts.amazonaws.com/doc/2011-06-15/"><GetCallerIdentityResult>
<Arn>arn:aws:iam::${ACCOUNT}:user/ana</Arn><UserId>AIDA</UserId><Account>${ACCOUNT}</Account>
</GetCallerIdentityResult></GetCallerIdentityResponse>`;

/** Stands in for AWS: the environment sends every SDK call here, and it keeps what was called. */
class FakeAws {
  readonly calls: string[] = [];
  allowsSts = true;
  /** What the console answers. */
  console: { readonly status: number; readonly json: object } = {
    status: 403,
    json: { problem: 'Who are you?' },
  };
  readonly #server: Server;

  constructor() {
    this.#server = createServer(async (request, response) => {
      const call = await callOf(request);
      this.calls.push(call);
      if (call.startsWith('sts ') && this.allowsSts) {
        response.setHeader('content-type', 'text/xml').end(IDENTITY);
      } else if (call.endsWith('/configuration')) {
        const Variables = { CONSOLE_URL: `http://${request.headers.host}` };
        response.end(JSON.stringify({ Environment: { Variables } }));
      } else if (call.startsWith('console ')) {
        const { status, json } = this.console;
        response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(json));
      } else if (call.startsWith('lambda ')) {
        response.end(JSON.stringify({ done: true, result: 'set', message: 'Done.' }));
      } else {
        response.writeHead(403).end();
      }
    });
  }

  async start(): Promise<NodeJS.ProcessEnv> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    const address = this.#server.address();
    const port = typeof address === 'object' ? address?.port : undefined;
    return {
      AWS_ENDPOINT_URL: `http://127.0.0.1:${port}`,
      AWS_ACCESS_KEY_ID: 'AKIDPRODUCTION',
      AWS_SECRET_ACCESS_KEY: 'secret',
      AWS_REGION: 'eu-west-1',
      AWS_CONFIG_FILE: '/dev/null',
      AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
      AWS_EC2_METADATA_DISABLED: 'true',
    };
  }

  stop(): void {
    this.#server.close();
    this.#server.closeAllConnections();
  }
}

async function callOf(request: IncomingMessage): Promise<string> {
  const body = await text(request);
  const target = String(request.headers['x-amz-target'] ?? '');
  if (target !== '') return `dynamodb ${target}`;
  if (request.url?.startsWith('/api/') === true) {
    const [, service] =
      /Credential=[^/]+\/\d+\/[^/]+\/([^/]+)\//.exec(request.headers.authorization ?? '') ?? [];
    return `console ${service} ${request.method} ${request.url} ${body}`.trim();
  }
  return request.url?.includes('/functions/') === true ? `lambda ${request.url}` : `sts ${body}`;
}

/** Returns the number of a process that has ended. */
function endedPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

let aws: FakeAws;
let env: NodeJS.ProcessEnv;
let cwd: string;

beforeEach(async () => {
  aws = new FakeAws();
  env = await aws.start();
  cwd = mkdtempSync(join(tmpdir(), 'connection-'));
});

afterEach(() => aws.stop());

/** Writes down that a gate runs in the folder. */
function noteRunning(name: string, note: unknown): void {
  const folder = join(cwd, '.refund-gate', 'running');
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, name), JSON.stringify(note));
}

describe('without --aws', () => {
  test.each(COMMANDS)(
    '%s says what to do and calls nobody, whatever the environment says',
    async (...args) => {
      const { code, stdout, stderr } = await runCli(args, { cwd, env });
      expect(stderr).toMatch(/^refund-gate \w+: no gate runs in this folder; start one .*--endpoint.*--aws/);
      expect(stderr.trim().split('\n')).toHaveLength(1);
      expect([code, stdout]).toStrictEqual([2, '']);
      expect(aws.calls).toStrictEqual([]);
    },
  );

  test('a gate that ran here and is gone is as good as none', async () => {
    noteRunning('1.json', { endpoint: 'http://127.0.0.1:4599', pid: endedPid() });
    const { code, stderr } = await runCli(['stop', 'all', '--as', 'ana'], { cwd, env });
    expect(stderr).toContain('no gate runs in this folder');
    expect(code).toBe(2);
    expect(aws.calls).toStrictEqual([]);
  });

  test('a note that names another host is not believed', async () => {
    noteRunning('1.json', { endpoint: 'https://lambda.eu-west-1.amazonaws.com', pid: process.pid });
    const { code, stderr } = await runCli(['stop', 'all', '--as', 'ana'], { cwd, env });
    expect(stderr).toContain('no gate runs in this folder');
    expect(code).toBe(2);
  });

  test('of two gates that run in one folder, none is chosen', async () => {
    noteRunning('1.json', { endpoint: 'http://127.0.0.1:4001', pid: process.pid });
    noteRunning('2.json', { endpoint: 'http://127.0.0.1:4002', pid: process.pid });
    const { code, stderr } = await runCli(['stop', 'all', '--as', 'ana'], { cwd, env });
    expect(stderr).toMatch(/name one with --endpoint: http:\/\/127.0.0.1:4001, http:\/\/127.0.0.1:4002/);
    expect(code).toBe(2);
  });

  test('the only gate of the folder is talked to, without the credentials of the environment', async () => {
    noteRunning('1.json', { endpoint: env['AWS_ENDPOINT_URL'], pid: process.pid });
    const elsewhere = { ...env, AWS_ENDPOINT_URL: 'http://127.0.0.1:9', AWS_USE_FIPS_ENDPOINT: 'true' };
    const { code, stderr } = await runCli(['stop', 'all', '--as', 'ana'], { cwd, env: elsewhere });
    expect(stderr).toContain(`Talking to ${env['AWS_ENDPOINT_URL']}.`);
    expect(code).toBe(0);
    expect(aws.calls).toStrictEqual(['lambda /2015-03-31/functions/refund-gate-manage-stops/invocations']);
  });
});

describe('with --aws', () => {
  const deployed = (command: readonly string[]): readonly string[] => {
    const at = command.indexOf('--as');
    return [...(at === -1 ? command : command.toSpliced(at, 2)), '--aws', '--name', 'gate-2'];
  };

  test.each(COMMANDS)(
    '%s names account, region and stack, and asks nobody but the console',
    async (...args) => {
      const { code, stderr } = await runCli(deployed(args), { cwd, env });
      expect(stderr).toContain(`AWS account ${ACCOUNT}, region eu-west-1, stack gate-2.`);
      expect(stderr).toContain(`AWS_ENDPOINT_URL=${env['AWS_ENDPOINT_URL']}`);
      expect(stderr).toContain('the console refuses: Who are you?');
      expect(code).toBe(1);
      const [sts, lambda, ...others] = aws.calls;
      expect(sts).toContain('GetCallerIdentity');
      expect(lambda).toBe('lambda /2015-03-31/functions/gate-2-console/configuration');
      expect(others).toHaveLength(1);
      expect(others[0]).toMatch(/^console execute-api (?:GET|POST) \/api\//);
      expect(others[0]).not.toContain('ana');
    },
  );

  test.each(COMMANDS.filter((command) => command.includes('--as')))(
    '%s is refused with --as: the signature says who it is',
    async (...args) => {
      const { code, stderr } = await runCli([...args, '--aws'], { cwd, env });
      expect([code, aws.calls]).toStrictEqual([2, []]);
      expect(stderr).toContain('with --aws the signature says who you are');
    },
  );

  test('a vote is kept if the console says so', async () => {
    aws.console = { status: 200, json: { result: 'accepted', status: 'denied', approvals: 0, quorum: 1 } };
    const args = ['review', 're_1', 'deny', '--verdict', 'other', '--note', 'seen'];
    const { code, stdout } = await runCli(deployed(args), { cwd, env });
    expect([code, JSON.parse(stdout)]).toStrictEqual([0, aws.console.json]);
    const sent = { refundId: 're_1', decision: 'deny', verdict: 'other', note: 'seen' };
    expect(aws.calls[2]).toBe(`console execute-api POST /api/refund/decide ${JSON.stringify(sent)}`);
  });

  test('a page of the queue says where the next one starts', async () => {
    const place = { rank: 7, refundId: 're_1' };
    const details = {
      orderId: 'o_1',
      claim: 'returned',
      amount: { currency: 'EUR', minor: 250_000 },
      expectedLoss: null,
      tier: 1,
      votes: 0,
      quorum: 1,
    };
    const row = { place, refundId: 're_1', askedAt: '2026-11-22T10:00:00.000Z', details };
    aws.console = { status: 200, json: { rows: [row], lookedAt: 25, next: place } };
    const { code, stdout, stderr } = await runCli(deployed(['queue', '--after', '9.re_0']), { cwd, env });
    expect(stdout).toBe('re_1  loss not known  EUR 2,500.00  returned  site none  decide by no time set\n');
    expect(stderr).toContain('More: refund-gate queue --after 7.re_1');
    expect([code, aws.calls[2]]).toStrictEqual([0, 'console execute-api GET /api/queue?after=9.re_0']);
  });

  test('an answer that is no console’s is said to be none', async () => {
    aws.console = { status: 200, json: { message: 'Forbidden' } };
    const { code, stderr } = await runCli(deployed(['queue']), { cwd, env });
    expect(stderr).toContain('the console answered with status 200; allowed to call it are');
    expect(code).toBe(1);
  });

  test('nothing is done where the account cannot be found out', async () => {
    aws.allowsSts = false;
    const { code, stderr } = await runCli(['stop', 'all', '--aws'], { cwd, env });
    expect(stderr).toContain('cannot find out the AWS account');
    expect(code).toBe(1);
    expect(aws.calls.filter((call) => !call.includes('GetCallerIdentity'))).toStrictEqual([]);
  });

  test.each([
    ['AWS_REGION', /no AWS region/],
    ['AWS_SECRET_ACCESS_KEY', /no AWS credentials/],
  ])('a missing %s is a usage error', async (variable, said) => {
    const { code, stderr } = await runCli(['stop', 'all', '--aws'], { cwd, env: { ...env, [variable]: '' } });
    expect(stderr).toMatch(said);
    expect(stderr.trim().split('\n')).toHaveLength(1);
    expect(code).toBe(2);
    expect(aws.calls).toStrictEqual([]);
  });

  test('an endpoint as well is refused: it would be ignored', async () => {
    const args = ['stop', 'all', '--aws', '--endpoint', 'http://127.0.0.1:9'];
    const { code, stderr } = await runCli(args, { cwd, env });
    expect(stderr).toContain('--aws and --endpoint exclude each other');
    expect(code).toBe(2);
    expect(aws.calls).toStrictEqual([]);
  });
});

test.each([
  ['--endpoint', '4599', /--endpoint takes an http or https URL/],
  ['--endpoint', 'ftp://127.0.0.1', /--endpoint takes an http or https URL/],
  ['--name', 'Gate!', /--name takes 1 to 24 of a-z, 0-9 and "-", got "Gate!"/],
])('%s %s is a usage error', async (option, value, said) => {
  const { code, stderr } = await runCli(['stop', 'all', option, value], { cwd, env });
  expect(stderr).toMatch(said);
  expect(code).toBe(2);
  expect(aws.calls).toStrictEqual([]);
});
