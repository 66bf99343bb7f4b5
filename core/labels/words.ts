/** What a label says that neither its template nor the master data say. Labels are printed in Chinese (L-04). */
export const labelWords = {
  /** In the place of the consignee, for goods that are packed before release. */
  awaitingRelease: '待放行',
  /** Last line of a content list that has no room for all. */
  moreLines: (count: number) => `其余 ${count} 项见系统记录`,
} as const;
