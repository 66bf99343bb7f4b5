/** Root of the project. */
export const projectRoot: string;
export const cacheDirectory: string;
/** A step that cannot be done here; the message says what to do. */
export class SetupProblem extends Error {}
