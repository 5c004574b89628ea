import { RemovalPolicy, Validations } from 'aws-cdk-lib';
import {
  HttpApi,
  HttpMethod,
  HttpNoneAuthorizer,
  HttpRoute,
  HttpRouteKey,
  LogGroupLogDestination,
} from 'aws-cdk-lib/aws-apigatewayv2';
import { HttpIamAuthorizer } from 'aws-cdk-lib/aws-apigatewayv2-authorizers';
import { HttpLambdaIntegration } from 'aws-cdk-lib/aws-apigatewayv2-integrations';
import type { IFunction } from 'aws-cdk-lib/aws-lambda';
import { LogGroup, RetentionDays } from 'aws-cdk-lib/aws-logs';
import { Construct } from 'constructs';

/** The settings of the console's API. */
export interface ConsoleApiProps {
  readonly apiName: string;
}

/** Requests a second, and at once, that the console takes from everybody together: far more than people make. */
const RATE_PER_SECOND = 50;
const BURST = 100;

/** The way to the console: pages for browsers, and below `/api` the same for the command line, signed by IAM. */
export class ConsoleApi extends Construct {
  readonly api: HttpApi;

  constructor(scope: Construct, id: string, { apiName }: ConsoleApiProps) {
    super(scope, id);
    this.api = new HttpApi(this, 'Api', {
      apiName,
      description: 'The case console, where people decide refunds.',
      createDefaultStage: false,
    });
    this.api.addStage('Stage', {
      stageName: '$default',
      autoDeploy: true,
      throttle: { rateLimit: RATE_PER_SECOND, burstLimit: BURST },
      accessLogSettings: {
        destination: new LogGroupLogDestination(
          new LogGroup(this, 'AccessLog', {
            retention: RetentionDays.THREE_MONTHS,
            removalPolicy: RemovalPolicy.DESTROY,
          }),
        ),
      },
    });
  }

  /** The address of the API itself, without a slash at the end. */
  get url(): string {
    return this.api.apiEndpoint;
  }

  /** Sends all requests to the console's function. */
  serveBy(console: IFunction): void {
    const integration = new HttpLambdaIntegration('Console', console);
    new HttpRoute(this, 'Calls', {
      httpApi: this.api,
      routeKey: HttpRouteKey.with('/api/{proxy+}', HttpMethod.ANY),
      integration,
      authorizer: new HttpIamAuthorizer(),
    });
    const pages = new HttpRoute(this, 'Pages', {
      httpApi: this.api,
      routeKey: HttpRouteKey.DEFAULT,
      integration,
      authorizer: new HttpNoneAuthorizer(),
    });
    Validations.of(pages).acknowledge({
      id: 'AwsSolutions-APIG4',
      reason: 'Browsers sign in at the issuer; the console itself checks the session of each request.',
    });
  }
}
