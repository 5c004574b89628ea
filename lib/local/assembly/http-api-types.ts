import { type EnactedType, reasons } from './enacted-type.ts';

const { bookkeeping, operations } = reasons;
const noThrottling = 'nothing is throttled, and there are no metrics of routes';

/** The types of an HTTP API. `AWS::ApiGatewayV2::Authorizer` is none of them: no token is checked here. */
export const httpApiTypes: Readonly<Record<string, EnactedType>> = {
  'AWS::ApiGatewayV2::Api': {
    enacted: ['Name', 'ProtocolType'],
    inert: {
      Description: bookkeeping,
      DisableExecuteApiEndpoint: 'the API has one address here, and it is none of execute-api',
      Tags: bookkeeping,
    },
  },
  'AWS::ApiGatewayV2::Integration': {
    enacted: ['ApiId', 'IntegrationType', 'IntegrationUri', 'PayloadFormatVersion', 'TimeoutInMillis'],
    inert: { Description: bookkeeping },
  },
  'AWS::ApiGatewayV2::Route': {
    enacted: ['ApiId', 'RouteKey', 'Target', 'AuthorizationType'],
    inert: { OperationName: bookkeeping },
  },
  'AWS::ApiGatewayV2::Stage': {
    enacted: ['ApiId', 'StageName', 'AutoDeploy'],
    inert: {
      AccessLogSettings: operations,
      DefaultRouteSettings: noThrottling,
      Description: bookkeeping,
      RouteSettings: noThrottling,
      Tags: bookkeeping,
    },
  },
};
