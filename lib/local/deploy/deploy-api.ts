import { parseRouteKey, routeShape } from '../api/api-route.ts';
import type { ApiRoute } from '../api/http-api.ts';
import type { StackResource } from '../assembly/load-stack.ts';
import { numberAt, stringAt } from '../json.ts';
import { UnsupportedFeatureError } from '../unsupported-feature-error.ts';
import type { Deployment } from './deployment.ts';

type Integration = Pick<ApiRoute, 'functionName' | 'timeoutMs'>;

/** The longest time that API Gateway waits for an integration, which is also its default. */
const MAX_TIMEOUT_MS = 30_000;

/** Deploys the stack's HTTP API, if there is one, with its routes to functions. */
export function deployApi(deployment: Deployment): void {
  const { stack, services } = deployment;
  const [api, second] = stack.resources('AWS::ApiGatewayV2::Api');
  if (second) {
    throw new UnsupportedFeatureError(
      second.logicalId,
      'a second Api',
      `the stack already has ${api?.logicalId}`,
    );
  }
  const stages = ofApi('AWS::ApiGatewayV2::Stage', deployment, api);
  const integrations = ofApi('AWS::ApiGatewayV2::Integration', deployment, api);
  const routes = ofApi('AWS::ApiGatewayV2::Route', deployment, api);
  if (api === undefined) return;
  mustBe(api, 'ProtocolType', 'HTTP');
  for (const stage of stages) {
    mustBe(stage, 'StageName', '$default');
    mustBe(stage, 'AutoDeploy', 'true');
  }
  if (stages.length === 0) {
    const allowed = 'add AWS::ApiGatewayV2::Stage with the StageName $default';
    throw new UnsupportedFeatureError(api.logicalId, 'an Api without a stage', allowed);
  }
  const byId = new Map(
    integrations.map((integration) => [integration.ref, integrationOf(integration, deployment)]),
  );
  const apiRoutes = routes.map((route) => routeOf(route, byId));
  mustDiffer(routes, apiRoutes);
  services.api.deploy({ id: api.ref, routes: apiRoutes });
}

/** Returns the resources of a type, which must all belong to the stack's API. */
function ofApi(
  type: string,
  { stack }: Deployment,
  api: StackResource | undefined,
): readonly StackResource[] {
  const resources = stack.resources(type);
  const foreign = resources.find(({ properties }) => stringAt(properties, 'ApiId') !== api?.ref);
  if (foreign === undefined) return resources;
  throw new UnsupportedFeatureError(
    foreign.logicalId,
    `the ApiId ${stringAt(foreign.properties, 'ApiId')}`,
    'name the Api of this stack',
  );
}

function mustBe({ logicalId, properties }: StackResource, property: string, value: string): void {
  const given = String(properties[property] ?? 'none');
  if (given === value) return;
  throw new UnsupportedFeatureError(logicalId, `the ${property} ${given}`, `it must be ${value}`);
}

function integrationOf(resource: StackResource, { services }: Deployment): Integration {
  const { logicalId, properties } = resource;
  mustBe(resource, 'IntegrationType', 'AWS_PROXY');
  mustBe(resource, 'PayloadFormatVersion', '2.0');
  const uri = stringAt(properties, 'IntegrationUri') ?? '';
  const spec = services.functions.find(uri);
  if (spec?.arn !== uri) {
    throw new UnsupportedFeatureError(
      logicalId,
      `the IntegrationUri ${uri}`,
      'give the ARN of a function of this stack',
    );
  }
  const timeoutMs = numberAt(properties, 'TimeoutInMillis') ?? MAX_TIMEOUT_MS;
  if (timeoutMs < 50 || timeoutMs > MAX_TIMEOUT_MS) {
    throw new UnsupportedFeatureError(
      logicalId,
      `the TimeoutInMillis ${timeoutMs}`,
      `it may be 50 to ${MAX_TIMEOUT_MS}`,
    );
  }
  return { functionName: spec.name, timeoutMs };
}

function routeOf(
  { logicalId, properties }: StackResource,
  integrations: ReadonlyMap<string, Integration>,
): ApiRoute {
  const authorization = stringAt(properties, 'AuthorizationType') ?? 'NONE';
  if (authorization !== 'NONE' && authorization !== 'AWS_IAM') {
    throw new UnsupportedFeatureError(
      logicalId,
      `the AuthorizationType ${authorization}`,
      'use NONE or AWS_IAM',
    );
  }
  const target = stringAt(properties, 'Target') ?? 'none';
  const [, integrationId = ''] = /^integrations\/(.+)$/.exec(target) ?? [];
  const integration = integrations.get(integrationId);
  if (integration === undefined) {
    throw new UnsupportedFeatureError(
      logicalId,
      `the Target ${target}`,
      'give integrations/ and the id of an Integration of this stack',
    );
  }
  return {
    ...parseRouteKey(stringAt(properties, 'RouteKey') ?? '', logicalId),
    authorization,
    ...integration,
  };
}

/** @throws UnsupportedFeatureError when two routes take the same requests. */
function mustDiffer(resources: readonly StackResource[], routes: readonly ApiRoute[]): void {
  const shapes = routes.map(routeShape);
  const repeated = shapes.findIndex((shape, index) => shapes.indexOf(shape) < index);
  const resource = resources[repeated];
  if (resource === undefined) return;
  throw new UnsupportedFeatureError(
    resource.logicalId,
    `the RouteKey ${routes[repeated]?.key} twice`,
    'a route must differ from all others by more than the names of its variables',
  );
}
