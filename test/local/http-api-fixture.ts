import { type IncomingHttpHeaders, request } from 'node:http';
import type { EmbeddedAws } from '../../lib/local/embedded-aws.ts';
import type { FixtureStack } from './fixture.ts';

type Resources = FixtureStack['resources'];

/** The HTTP API `Api` with its stage, an integration `ToNAME` for each function, and routes as `key: integration`. */
export function httpApi({
  functions,
  routes,
}: {
  readonly functions: readonly string[];
  readonly routes: Readonly<Record<string, string>>;
}): Record<string, object> {
  const resources: Record<string, object> = {
    Api: { Type: 'AWS::ApiGatewayV2::Api', Properties: { Name: 'console', ProtocolType: 'HTTP' } },
    Stage: {
      Type: 'AWS::ApiGatewayV2::Stage',
      Properties: { ApiId: { Ref: 'Api' }, StageName: '$default', AutoDeploy: true },
    },
  };
  for (const name of functions) resources[`To${name}`] = integration(name);
  for (const [index, [key, target]] of Object.entries(routes).entries()) {
    resources[`Route${index}`] = route(key, target);
  }
  return resources;
}

/** An integration with the function of a logical id. */
export function integration(functionId: string, properties: object = {}): object {
  return {
    Type: 'AWS::ApiGatewayV2::Integration',
    Properties: {
      ApiId: { Ref: 'Api' },
      IntegrationType: 'AWS_PROXY',
      IntegrationUri: { 'Fn::GetAtt': [functionId, 'Arn'] },
      PayloadFormatVersion: '2.0',
      ...properties,
    },
  };
}

/** A route to the integration of a logical id. */
export function route(RouteKey: string, integrationId: string, properties: object = {}): object {
  return {
    Type: 'AWS::ApiGatewayV2::Route',
    Properties: {
      ApiId: { Ref: 'Api' },
      RouteKey,
      AuthorizationType: 'NONE',
      Target: { 'Fn::Join': ['', ['integrations/', { Ref: integrationId }]] },
      ...properties,
    },
  };
}

/** Returns resources with some properties of one of them changed. */
export function withProperties(resources: Resources, logicalId: string, properties: object): Resources {
  const { Type, Properties }: { readonly Type?: string; readonly Properties?: object } =
    resources[logicalId] ?? {};
  return { ...resources, [logicalId]: { Type, Properties: { ...Properties, ...properties } } };
}

/** A response as it came, also with what `fetch` hides. */
export interface RawAnswer {
  readonly status: number | undefined;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** A request as it is sent, also with what `fetch` does not let one set. */
export interface RawRequest {
  readonly method?: string;
  readonly path?: string;
  readonly headers?: Readonly<Record<string, string | readonly string[]>>;
  readonly body?: string | Buffer;
}

/** Sends a request to the HTTP API. */
export function sendToApi(aws: EmbeddedAws, sent: RawRequest = {}): Promise<RawAnswer> {
  const { method = 'GET', path = '/', headers = {}, body } = sent;
  const { hostname, port } = new URL(aws.apiEndpoint ?? '');
  const mutable = Object.fromEntries(
    Object.entries(headers).map(([name, value]) => [name, typeof value === 'string' ? value : [...value]]),
  );
  return new Promise((resolve, reject) => {
    const outgoing = request({ hostname, port, method, path, headers: mutable, agent: false }, (answer) => {
      const chunks: Buffer[] = [];
      answer.on('data', (chunk: Buffer) => chunks.push(chunk));
      answer.on('end', () =>
        resolve({ status: answer.statusCode, headers: answer.headers, body: Buffer.concat(chunks) }),
      );
    });
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
