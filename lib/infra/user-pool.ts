import { Duration, RemovalPolicy, Stack, Validations } from 'aws-cdk-lib';
import {
  AccountRecovery,
  ClientAttributes,
  FeaturePlan,
  Mfa,
  OAuthScope,
  UserPool,
  UserPoolClient,
  UserPoolGroup,
} from 'aws-cdk-lib/aws-cognito';
import { Construct } from 'constructs';
import { SIGN_IN_ROLES, type SignInDocument } from '../contracts/sign-in-document.ts';
import { pascalCase } from './pascal-case.ts';

/** The settings of the user pool. */
export interface ReviewerPoolProps {
  readonly poolName: string;
  /** The console's own address, without a slash at the end. */
  readonly consoleUrl: string;
}

/**
 * The people who may sign in, if a deployment names no issuer of its own. Only an administrator adds people, and each needs
 * a second factor. A group of the pool is a role of the console.
 */
export class ReviewerPool extends Construct {
  /** How the console signs people in with this pool. */
  readonly signIn: SignInDocument;

  constructor(scope: Construct, id: string, { poolName, consoleUrl }: ReviewerPoolProps) {
    super(scope, id);
    const pool = new UserPool(this, 'Pool', {
      userPoolName: poolName,
      featurePlan: FeaturePlan.ESSENTIALS,
      selfSignUpEnabled: false,
      signInAliases: { email: true },
      standardAttributes: { email: { required: true, mutable: false } },
      mfa: Mfa.REQUIRED,
      mfaSecondFactor: { otp: true, sms: false },
      passwordPolicy: {
        minLength: 12,
        requireDigits: true,
        requireLowercase: true,
        requireUppercase: true,
        requireSymbols: true,
        tempPasswordValidity: Duration.days(3),
      },
      accountRecovery: AccountRecovery.EMAIL_ONLY,
      deletionProtection: true,
      removalPolicy: RemovalPolicy.RETAIN_ON_UPDATE_OR_DELETE,
    });
    Validations.of(pool).acknowledge({
      id: 'AwsSolutions-COG8',
      reason: 'Threat protection costs per user a month; a second factor is required of everybody.',
    });
    for (const role of SIGN_IN_ROLES) {
      new UserPoolGroup(this, pascalCase(role), { userPool: pool, groupName: role });
    }
    pool.addDomain('Domain', {
      cognitoDomain: { domainPrefix: `${poolName}-${Stack.of(this).account}` },
    });
    const client = new UserPoolClient(this, 'Client', {
      userPool: pool,
      userPoolClientName: 'console',
      generateSecret: false,
      authFlows: {},
      oAuth: {
        flows: { authorizationCodeGrant: true },
        scopes: [OAuthScope.OPENID, OAuthScope.EMAIL],
        callbackUrls: [`${consoleUrl}/signed-in`],
        logoutUrls: [`${consoleUrl}/queue`],
      },
      preventUserExistenceErrors: true,
      enableTokenRevocation: true,
      readAttributes: new ClientAttributes().withStandardAttributes({ email: true, emailVerified: true }),
      writeAttributes: new ClientAttributes().withStandardAttributes({ fullname: true }),
      idTokenValidity: Duration.minutes(5),
      accessTokenValidity: Duration.minutes(5),
      refreshTokenValidity: Duration.hours(1),
    });
    this.signIn = {
      issuer: `https://cognito-idp.${Stack.of(this).region}.amazonaws.com/${pool.userPoolId}`,
      clientId: client.userPoolClientId,
      loginClaim: 'email',
      scope: 'openid email',
      rolesClaim: 'cognito:groups',
      roles: Object.fromEntries(SIGN_IN_ROLES.map((role) => [role, [role]])),
    };
  }
}
