import type { otherAnswersZh } from './answers-other.zh-CN.ts';
import type { Words } from './words.ts';

export const otherAnswersEn: Words<typeof otherAnswersZh> = {
  unknown_answer: {
    say: 'Cannot go on ({{code}})',
    do: 'This page does not know the code. Note it and tell the system administrator.',
  },
  station_not_answering: {
    say: 'The station core does not answer',
    do: 'All that was confirmed is saved. Try again in a moment; if it stays call the system administrator.',
  },
  empty: { say: 'No data in the code', do: 'Scan again; if it stays empty replace the label.' },
  fnc1_second_position: {
    say: 'Not a GS1 code',
    do: 'It follows another standard. Scan the GS1 code of the same item.',
  },
  fnc1_missing: { say: 'FNC1 is missing at the start', do: 'Enter it as printed, or scan it.' },
  bracket_invalid: { say: 'Brackets are not right', do: 'Write it like (01)…(17)…(10)…(21)….' },
  element_invalid: { say: 'The code is not written right', do: 'Write it like (01)…(17)…(10)…(21)….' },
  ai_unknown: {
    say: 'Unknown application identifier',
    do: 'There is no {{ai}}. Scan again; press ← for the scan doctor.',
  },
  value_too_short: {
    say: 'The code is too short',
    do: 'The value of {{ai}} is incomplete. Scan again; press ← for the scan doctor.',
  },
  value_too_long: {
    say: 'The code is too long',
    do: 'The value of {{ai}} is too long; a separator may be lost. Press ← for the scan doctor.',
  },
  separator_missing: {
    say: 'Separator lost in the code',
    do: 'Scan again; press ← for the scan doctor and set up the scanner.',
  },
  separator_lost: {
    say: 'Separator lost in the code',
    do: 'Scan again; press ← for the scan doctor and set up the scanner.',
  },
  character_invalid: {
    say: 'A character is not allowed',
    do: 'Scan again; check input method and keyboard layout. Press ← for the scan doctor.',
  },
  check_digit_wrong: {
    say: 'Wrong check digit',
    do: 'Scan again; if it stays the label is misprinted: use CMD-BAD-LABEL.',
  },
  check_pair_wrong: {
    say: 'Wrong check characters',
    do: 'Scan again; if it stays the label is misprinted: use CMD-BAD-LABEL.',
  },
  company_prefix_invalid: { say: 'Wrong company prefix', do: 'The label is misprinted: use CMD-BAD-LABEL.' },
  date_invalid: { say: 'The date in the code does not exist', do: 'The label is misprinted: use CMD-BAD-LABEL.' },
  time_invalid: {
    say: 'The time does not exist',
    do: 'On a label: it is misprinted, use CMD-BAD-LABEL. In a form: enter the true time.',
  },
  piece_invalid: { say: 'Wrong piece of the kit', do: 'The label is misprinted: use CMD-BAD-LABEL.' },
  value_invalid: {
    say: 'The code breaks a rule',
    do: 'The value of {{ai}} is wrong. The label is misprinted: use CMD-BAD-LABEL.',
  },
  too_many_elements: {
    say: 'Too much data in the code',
    do: 'This is not a product label. Scan the code on the product.',
  },
  ai_repeated_with_other_value: {
    say: 'The two codes contradict',
    do: '{{ai}} has two values. Make sure that both codes are of the same item.',
  },
  ai_excludes: {
    say: 'The code contradicts itself',
    do: '{{ai}} and {{other}} cannot be together. The label is misprinted: use CMD-BAD-LABEL.',
  },
  ai_requires: {
    say: 'The code is incomplete',
    do: 'It has {{ai}} without {{needs}}. Scan the other code of the same item.',
  },
  serial_required: { say: 'No serial number in the code', do: 'Scan the code with the serial of the same item.' },
  not_signed_in: { say: 'Nobody is signed in', do: 'Sign in with user id and password, then try again.' },
  credentials_wrong: { say: 'User id or password is wrong', do: 'Try again. Five failures in a row lock the account.' },
  account_locked: { say: 'The account is locked', do: 'Ask the system administrator or QA to unlock it.' },
  account_inactive: { say: 'The account is inactive', do: 'Ask the system administrator to check it.' },
  training_expired: { say: 'Training has expired', do: 'Complete the training; QA then updates the record.' },
  account_not_locked: { say: 'The account is not locked', do: 'Nothing to unlock.' },
  names_a_correction: { say: 'A correction is not corrected', do: 'Correct the original record once more.' },
  bus_does_not_fit: {
    say: 'It cannot be reached that way',
    do: 'A {{kind}} cannot be used over {{bus}}: choose another connection.',
  },
  address_in_use: { say: 'This connection is taken', do: '{{device}} uses it. Choose another port or address.' },
  wedge_unknown_key: { say: 'Unknown key', do: 'Write Enter, Tab, F8, Ctrl+], Alt+0029 or one character.' },
  wedge_separator_is_data: {
    say: 'The separator may not be a data character',
    do: 'Choose a key that GS1 data never hold, such as Ctrl+].',
  },
  wedge_separator_is_suffix: { say: 'Separator and suffix are the same', do: 'Choose another key for the separator.' },
  user_unknown: { say: 'No such user', do: 'Check the user id.' },
  same_person: { say: 'The second person must be another one', do: 'Ask a colleague to sign.' },
  badge_unknown: {
    say: 'Unknown badge',
    do: 'Sign in with user id and password; ask the administrator to check the badge.',
  },
  badge_needs_session: {
    say: 'A badge alone does not sign in',
    do: 'Sign in with user id and password; the badge then switches within the shift.',
  },
  badge_needs_password: {
    say: 'Password first in this shift',
    do: 'Sign in once with user id and password; the badge then switches.',
  },
  password_too_short: { say: 'The new password is too short', do: 'At least {{minimum}} characters.' },
  password_used_before: { say: 'This password was used before', do: 'Choose one that was not used.' },
  profile_missing: {
    say: 'No compliance profile here yet',
    do: 'Sync with F8 to get it from the centre, then try again.',
  },
  cosignature_unknown: { say: 'No such signature', do: 'Ask the second person to sign again.' },
  cosignature_expired: {
    say: 'The signature has expired',
    do: 'It holds for two minutes. Ask the second person to sign again.',
  },
  cosignature_for_other_payload: {
    say: 'Signed was something else',
    do: 'The content has changed. Ask the second person to sign again.',
  },
  order_unknown: { say: 'No such order', do: 'Sync with F8, then choose again.' },
  order_withdrawn: {
    say: 'The order was withdrawn',
    do: 'Stop packing it; ask the shift leader about what is packed.',
  },
  order_complete: { say: 'The order is complete', do: 'Choose the next work.' },
  lot_unknown: { say: 'No such lot', do: 'Sync with F8, then choose again.' },
  container_unknown: { say: 'No such box', do: 'This station does not know the SSCC. Check the label.' },
  label_unknown: { say: 'No such label', do: 'Check the label that you scanned.' },
  label_not_in_doubt: { say: 'This label is not in doubt', do: 'Nothing to do.' },
  label_not_sent: { say: 'This label is not printed yet', do: 'Wait for the printer.' },
  label_not_in_flight: { say: 'This label is not printing', do: 'Refresh and look again.' },
  label_already_sent: { say: 'This label was sent already', do: 'It is never sent twice. Find it and scan it.' },
  label_already_scanned_back: { say: 'This label was scanned already', do: 'Nothing changed, go on.' },
  label_element_string_differs: {
    say: 'The label says something else',
    do: 'It differs from what was bound. Void it and tell QA.',
  },
  label_not_spent: { say: 'This label is in use', do: 'Void it before destroying it.' },
  glyph_missing: {
    say: 'A character cannot be printed',
    do: 'The font has no "{{codePoint}}". Ask the template author.',
  },
  text_too_wide: { say: 'Text runs off the label', do: 'Ask the template author to change the template.' },
  label_not_provable: {
    say: 'Nothing could prove this label',
    do: 'It has no number of its own, so no scan tells it from others. Ask the template author.',
  },
  symbol_too_wide: { say: 'The barcode runs off the label', do: 'Ask the template author to change the template.' },
  template_unknown: { say: 'No label template', do: 'Ask the template approver to check the templates.' },
  template_not_effective: { say: 'The template is not effective', do: 'Ask the template approver to approve it.' },
  zpl_refused: { say: 'The label failed its check', do: 'Ask the template author to change the template.' },
  block_not_closed: {
    say: 'A block of the template is not closed',
    do: 'Ask the template author to mend it; it prints once approved.',
  },
  value_unknown: {
    say: 'The template asks for unknown data',
    do: 'Ask the template author to mend it; it prints once approved.',
  },
  value_missing: {
    say: 'Data for the label is missing',
    do: 'Ask the template author to mend it; it prints once approved.',
  },
  too_many_lines: {
    say: 'Too many lines on the label',
    do: 'Ask the template author to mend it; it prints once approved.',
  },
  elements_wrong: {
    say: 'The code on the label would be wrong',
    do: 'Ask the template author to mend it; it prints once approved.',
  },
  template_unreadable: {
    say: 'The template cannot be read',
    do: 'Ask the template author to mend it; it prints once approved.',
  },
  template_invalid: {
    say: 'The template is not valid',
    do: 'Ask the template author to mend it; it prints once approved.',
  },
  template_name_differs: {
    say: 'The name of the template differs',
    do: 'Ask the template author to mend it; it prints once approved.',
  },
  template_names_differ: {
    say: 'The names of the template differ',
    do: 'Ask the template author to mend it; it prints once approved.',
  },
  template_layout_invalid: {
    say: 'The layout of the template is not valid',
    do: 'Ask the template author to mend it; it prints once approved.',
  },
  template_field_without_ai: {
    say: 'A field of the template has no AI',
    do: 'Ask the template author to mend it; it prints once approved.',
  },
  template_module_size: {
    say: 'The barcode size of the template is wrong',
    do: 'Ask the template author to mend it; it prints once approved.',
  },
  product_unknown: { say: 'No such product', do: 'Sync with F8, then try again.' },
  event_unknown: { say: 'No such record', do: 'Refresh and choose again.' },
  field_unknown: { say: 'No such field', do: 'Refresh and choose again.' },
  occurred_in_future: { say: 'That time lies in the future', do: 'Enter the true time of the event.' },
  task_unknown: { say: 'No such task', do: 'Refresh and choose again.' },
  task_closed: { say: 'This task is closed', do: 'Nothing to do.' },
  exception_unknown: { say: 'No such exception', do: 'Refresh and choose again.' },
  scan_unknown: { say: 'No such scan', do: 'Check the number of the scan.' },
  token_invalid: { say: 'The token is wrong or was used', do: 'Ask the centre for a new one-time token.' },
  gateway_unreachable: { say: 'The centre cannot be reached', do: 'Check address and network, then try again.' },
  already_enrolled: { say: 'This station is enrolled', do: 'No need to enrol again.' },
  not_enrolled: { say: 'This station is not enrolled', do: 'Enrol it at the centre first.' },
  scanner_unplugged: { say: 'The scanner is unplugged', do: 'Plug it in at the dock, then scan.' },
  dock_not_available: { say: 'No dock in production', do: 'It exists in training and demonstration only.' },
};
