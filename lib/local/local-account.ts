/** The account, region and partition of the embedded AWS. */
export const localAccount = {
  accountId: '000000000000',
  region: 'us-east-1',
  partition: 'aws',
  urlSuffix: 'amazonaws.com',
} as const;

/** Returns the ARN of a local resource: `arn:aws:SERVICE:us-east-1:000000000000:RESOURCE`. */
export function localArn(service: string, resource: string): string {
  return `arn:${localAccount.partition}:${service}:${localAccount.region}:${localAccount.accountId}:${resource}`;
}
