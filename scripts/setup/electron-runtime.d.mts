export interface ElectronRuntime {
  readonly kind: 'override' | 'official' | 'fallback';
  /** Takes the app's path as its first argument. */
  readonly executable: string;
  readonly version: string;
}
/** The Electron that set-up has found, or null. */
export function findElectron(): ElectronRuntime | null;
/** Throws SetupProblem when set-up has not been run. */
export function requireElectron(): ElectronRuntime;
