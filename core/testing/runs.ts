/** How often a property is tried: often enough for every run of the tests, many times more with `npm run test:long`. */
export function runs(often: { readonly usual: number; readonly long: number }): number {
  return process.env['STATION_LONG'] === '1' ? often.long : often.usual;
}
