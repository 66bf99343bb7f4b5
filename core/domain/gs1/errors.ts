/** Every reason why GS1 data is refused. The sentences belong to the renderer's translations. */
export type Gs1ErrorCode =
  /** No data at all, or nothing behind the FNC1. */
  | 'empty'
  /** A symbol that does not carry GS1 data, whatever its text looks like (plain Code 128, plain DataMatrix …). */
  | 'symbol_not_gs1'
  /** `]C2`: FNC1 in the second position, an AIM application and not GS1. */
  | 'fnc1_second_position'
  /** The text form that starts with FNC1 does not. */
  | 'fnc1_missing'
  /** The `(AI)value` form is not well formed. */
  | 'bracket_invalid'
  | 'ai_unknown'
  | 'value_too_short'
  | 'value_too_long'
  /** A value that has to end with a separator runs on into more data. */
  | 'separator_missing'
  | 'character_invalid'
  /** The mod-10 check digit. */
  | 'check_digit_wrong'
  /** The two check characters of a GMN or a MUDI. */
  | 'check_pair_wrong'
  | 'company_prefix_invalid'
  | 'date_invalid'
  | 'time_invalid'
  /** Piece and total of a kit (ITIP). */
  | 'piece_invalid'
  /** Any other content rule; `check` in the parameters names it. */
  | 'value_invalid'
  | 'too_many_elements'
  | 'ai_repeated_with_other_value'
  /** Two AIs that cannot stand on one item; `other` in the parameters. */
  | 'ai_excludes'
  /** An AI without the one it belongs to; `needs` in the parameters. */
  | 'ai_requires'
  /** A signed key (AI 8030) that must carry its serial component. */
  | 'serial_required';
