/** What the bribed clerk is called, here and on every page, who knows the rules and plans around them. */
export const KNOWING_INSIDER = 'insider who knows the policy';
