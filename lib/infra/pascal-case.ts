/** Returns a file stem as a construct id: `check-scan-evidence` is `CheckScanEvidence`. */
export function pascalCase(stem: string): string {
  return stem.replace(/(?:^|-)([a-z])/g, (_, letter: string) => letter.toUpperCase());
}
