/** Roles 角色 (U-02). Rights are granted per operation of the contract and checked in core, never only on a screen. */
export const roles = [
  'operator',
  're_checker',
  'receiver',
  'inspector',
  'qa_reviewer',
  'releaser',
  'template_author',
  'template_approver',
  'system_administrator',
  'auditor',
] as const;

export type Role = (typeof roles)[number];

/** Meanings of a signature, a fixed list (21 CFR 11.50(a)(3)); never free text. */
export const signatureMeanings = [
  'authorship',
  'review',
  'approval',
  'responsibility',
  'second_check',
  'take_over',
] as const;

export type SignatureMeaning = (typeof signatureMeanings)[number];
