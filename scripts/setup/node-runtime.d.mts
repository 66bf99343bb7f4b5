/** Path of Node 24. Throws SetupProblem when set-up has not been run. */
export function requireNode(): string;
