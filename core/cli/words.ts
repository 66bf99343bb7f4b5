export type Language = 'zh' | 'en';

/** Chinese where the system speaks Chinese, English elsewhere. */
export function languageOf(environment: Readonly<Record<string, string | undefined>>): Language {
  const locale = environment['LC_ALL'] ?? environment['LC_MESSAGES'] ?? environment['LANG'] ?? '';
  return locale.startsWith('zh') ? 'zh' : 'en';
}

/** What `station help` prints. */
export const help: { readonly [L in Language]: string } = {
  en: `station – the command line of a traceability station

  station code parse [--json]          read codes, one JSON object per line {id, kind, input}, answer one per line
  station verify [--db FILE]           verify the hash chain; exit 1 when something was altered, deleted or inserted
  station rebuild [--db FILE] [--check]  make all projections anew from the log and compare; --check changes nothing
  station trace SCAN-ID [--db FILE]    the path of one scan through the files of the station
  station status [--db FILE]           station, epoch, head, what the centre has, who is running
  station backup --to FOLDER           copy and verify the database while the station goes on
  station purge --before YYYY-MM-DD    what could be removed; refused inside the longest retention period (B-03)
  station label render TEMPLATE [--values FILE] [--dpi 203|300|600] --out FILE.zpl|FILE.png
                                       one label as the bytes a printer gets, or as a picture of them
  station help

  --json       answer as JSON, for programs
  --data DIR   data folder (otherwise STATION_DATA, or the machine-wide folder)
  --db FILE    a database file, also a copy from elsewhere
  --lang zh|en

Commands that read work beside a running station; those that write need its data folder for themselves.
`,
  zh: `station – 溯源工作站命令行

  station code parse [--json]          解析条码：每行一个 JSON {id, kind, input}，每行答一个
  station verify [--db FILE]           校验日志哈希链；发现篡改、删除或插入时以 1 退出
  station rebuild [--db FILE] [--check]  由日志重建全部投影并比对；--check 不作任何更改
  station trace SCAN-ID [--db FILE]    一次扫描经过各文件的路径
  station status [--db FILE]           站点、纪元、链头、中心已收、运行进程
  station backup --to FOLDER           在站点运行时备份数据库并校验
  station purge --before YYYY-MM-DD    查看可清除的记录；在最长保存期内一律拒绝（B-03）
  station label render 模板 [--values 文件] [--dpi 203|300|600] --out 文件.zpl|文件.png
                                       生成一张标签：发给打印机的字节，或其图像
  station help

  --json       以 JSON 输出，供程序使用
  --data DIR   数据目录（默认取 STATION_DATA 或本机公共目录）
  --db FILE    数据库文件，也可以是别处的副本
  --lang zh|en

只读命令可在站点运行时使用；写入命令需要独占数据目录。
`,
};

const sentences: { readonly [L in Language]: Readonly<Record<string, string>> } = {
  en: {
    command_unknown: 'There is no such command. See: station help',
    argument_missing: 'An argument is missing: {name}. See: station help',
    argument_invalid: 'This argument cannot be used: {name}',
    database_missing: 'There is no station database at {file}',
    not_a_station_database: '{file} is not the database of a station',
    station_in_use: 'The station is running (process {pid}). Stop it first.',
    database_from_future: 'The database was written by a newer version ({found}; this one knows {known}).',
    scan_unknown: 'No event carries this scan.',
    inside_retention: 'Refused: {inside} records are inside their retention period, the first is number {seq}.',
    profile_missing: 'Refused: no compliance profile has been received, so no period is known.',
    key_locked: 'The key of the station is wrapped; only its host can open it.',
    chain_intact: 'The chain is intact: {events} events.',
    chain_broken: 'The chain is broken: {findings} findings in {events} events.',
    identical: 'All projections came out identical: {events} events.',
    differs: 'Projections differ from the log: {tables}.',
    not_running: 'not running',
    free: '{considered} records considered, {free} past their period. Nothing was removed.',
    backed_up: 'Copied to {file}: {events} events, verified.',
    backup_broken: 'Copied to {file}, but the copy did not verify.',
    label_rendered: 'Rendered {template} version {version} at {dpi} dpi to {file}, SHA-256 {sha256}.',
    template_unknown: 'There is no template {template}.',
    template_not_effective: 'Template {template} is {status}, not effective: a picture can be made, no bytes to print.',
    values_invalid: '{file} does not hold the values of a label: {cause}',
    value_missing: 'The label needs a value: {name}',
    value_unknown: 'The template has no place for this value: {name}',
    elements_wrong: 'Symbol {name} lacks AI {ai}, must not carry it, or has it twice.',
    element_invalid: 'Symbol {name}, AI {ai}: {cause}',
    glyph_missing: 'The label font has no character {codePoint}: {name}',
    text_too_wide: 'The text does not fit its box: {name}',
    symbol_too_wide: 'The symbol does not fit: {name}',
    too_many_lines: 'The label has room for {capacity} lines.',
    zpl_refused: 'The finished bytes break a rule: {rule} {detail}',
    file_not_written: '{file} could not be written: {cause}',
  },
  zh: {
    command_unknown: '没有这个命令。参见：station help',
    argument_missing: '缺少参数：{name}。参见：station help',
    argument_invalid: '参数不可用：{name}',
    database_missing: '{file} 处没有站点数据库',
    not_a_station_database: '{file} 不是站点数据库',
    station_in_use: '站点正在运行（进程 {pid}），请先停止。',
    database_from_future: '数据库由更新的版本写成（{found}，本版本只到 {known}）。',
    scan_unknown: '没有任何事件属于这次扫描。',
    inside_retention: '拒绝：{inside} 条记录仍在保存期内，第一条为 {seq} 号。',
    profile_missing: '拒绝：尚未收到合规配置，保存期未知。',
    key_locked: '站点密钥已封装，只有宿主程序能打开。',
    chain_intact: '哈希链完整：{events} 条事件。',
    chain_broken: '哈希链被破坏：{events} 条事件中发现 {findings} 处。',
    identical: '全部投影与日志一致：{events} 条事件。',
    differs: '投影与日志不一致：{tables}。',
    not_running: '未运行',
    free: '共 {considered} 条，{free} 条已过保存期。未清除任何记录。',
    backed_up: '已备份到 {file}：{events} 条事件，校验通过。',
    backup_broken: '已备份到 {file}，但副本校验未通过。',
    label_rendered: '已按 {dpi} dpi 生成 {template} 第 {version} 版：{file}，SHA-256 {sha256}。',
    template_unknown: '没有模板 {template}。',
    template_not_effective: '模板 {template} 的状态为 {status}，尚未生效：可生成图像，不可生成打印字节。',
    values_invalid: '{file} 不是标签的取值：{cause}',
    value_missing: '标签缺少取值：{name}',
    value_unknown: '模板中没有这个取值的位置：{name}',
    elements_wrong: '条码 {name} 缺少、不得带有或重复带有 AI {ai}。',
    element_invalid: '条码 {name} 的 AI {ai}：{cause}',
    glyph_missing: '标签字体中没有字符 {codePoint}：{name}',
    text_too_wide: '文字超出其位置：{name}',
    symbol_too_wide: '条码放不下：{name}',
    too_many_lines: '标签最多容纳 {capacity} 行。',
    zpl_refused: '生成的字节违反规则：{rule} {detail}',
    file_not_written: '无法写入 {file}：{cause}',
  },
};

/** The sentence for a code, with its parameters filled in; the code itself where there is none. */
export function sentence(
  language: Language,
  code: string,
  params: Readonly<Record<string, string | number>> = {},
): string {
  const text = sentences[language][code] ?? code;
  return text.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => String(params[name] ?? '?'));
}
