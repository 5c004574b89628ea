/** The meaning of a task's Resource. */
export type TaskResource =
  | { readonly kind: 'function'; readonly functionArn: string }
  | { readonly kind: 'invoke'; readonly waitsForToken: boolean }
  | { readonly kind: 'startExecution' };

/** Returns the meaning of a Resource ARN, or undefined when it is not supported here. */
export function parseTaskResource(resource: string): TaskResource | undefined {
  if (resource.startsWith('arn:aws:lambda:')) return { kind: 'function', functionArn: resource };
  switch (resource) {
    case 'arn:aws:states:::lambda:invoke':
      return { kind: 'invoke', waitsForToken: false };
    case 'arn:aws:states:::lambda:invoke.waitForTaskToken':
      return { kind: 'invoke', waitsForToken: true };
    case 'arn:aws:states:::states:startExecution':
      return { kind: 'startExecution' };
    default:
      return undefined;
  }
}
