/** The name, here and on every page, of the bribed clerk who knows the rules and plans around them. */
export const KNOWING_INSIDER = 'insider who knows the policy';
