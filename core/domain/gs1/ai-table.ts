/**
 * The application identifiers of the GS1 General Specifications (section 3), written as data.
 * Coupon codes of North America (8110, 8112) and the freight unit type (7041) are not among them.
 */
import { digits, digitsUpTo, linkKey, optional, row, text, textUpTo } from './ai-definition.ts';
import type { AiDefinition, Component } from './ai-definition.ts';

const ITEM = '01 02 03 8006 8026';
const TRADE_ITEM = '01 02 03';
const OWN_ITEM = '01 03 8006';
const LOGISTIC_OR_ITEM = '00 01';
const MEASURED = '30 31nn 32nn 35nn 36nn';
const PROVIDER_OR_RECIPIENT = '8017 8018';
const DATE: readonly Component[] = [digits(6, 'yymmd0')];
const WHOLE_DATE: readonly Component[] = [digits(6, 'yymmdd')];
const DATE_AND_TIME: readonly Component[] = [digits(6, 'yymmd0'), digits(4, 'hhmi9')];
const GTIN: readonly Component[] = [digits(14, 'csum', 'gcppos2')];
const GLN: readonly Component[] = [digits(13, 'csum', 'gcppos1')];
const GSRN: readonly Component[] = [digits(18, 'csum', 'gcppos1')];
const PIECES: readonly Component[] = [digits(14, 'csum', 'gcppos2'), digits(4, 'pieceoftotal')];
const COUNTRY: readonly Component[] = [digits(3, 'iso3166')];
const MORE_COUNTRY = optional(digits(3, 'iso3166'));
const COUNTRIES: readonly Component[] = [...COUNTRY, MORE_COUNTRY, MORE_COUNTRY, MORE_COUNTRY, MORE_COUNTRY];
const TEMPERATURE: readonly Component[] = [digits(6), optional(text(1, 'hyphen'))];
const ENCODED_35: readonly Component[] = [textUpTo(35, 'pcenc')];
const ENCODED_40: readonly Component[] = [textUpTo(40, 'pcenc')];
const ENCODED_70: readonly Component[] = [textUpTo(70, 'pcenc')];
const TEXT_20: readonly Component[] = [textUpTo(20)];
const TEXT_30: readonly Component[] = [textUpTo(30)];

/** A measure with n decimals, n being the last digit of the AI: six ranges in one line each. */
function measure(family: string, en: string, zh: string, requires: string): AiDefinition {
  return row(`${family}0-${family}5`, en, zh, [digits(6)], { requires, excludes: `${family}n` });
}

const IDENTIFICATION: readonly AiDefinition[] = [
  row('00', 'SSCC', '系列货运包装箱代码', [digits(18, 'csum', 'gcppos2')], { link: linkKey() }),
  row('01', 'GTIN', '全球贸易项目代码', GTIN, { excludes: '255 37', link: linkKey('22 10 21', '235') }),
  row('02', 'CONTENT', '物流单元内贸易项目代码', GTIN, { requires: '37', excludes: '01 03' }),
  row('03', 'MTO GTIN', '定制贸易项目代码', GTIN, { excludes: '01 02 37 235', link: 'not_attribute' }),
  row('10', 'BATCH/LOT', '批号', TEXT_20, { requires: ITEM }),
  row('11', 'PROD DATE', '生产日期', DATE, { requires: ITEM }),
  row('12', 'DUE DATE', '付款截止日期', DATE, { requires: '8020' }),
  row('13', 'PACK DATE', '包装日期', DATE, { requires: ITEM }),
  row('15', 'BEST BEFORE or BEST BY', '保质期', DATE, { requires: ITEM }),
  row('16', 'SELL BY', '停止销售日期', DATE, { requires: ITEM }),
  row('17', 'USE BY or EXPIRY', '有效期至', DATE, { requires: '01 02 03 255 8006 8026' }),
  row('20', 'VARIANT', '内部产品变体', [digits(2)], { requires: ITEM }),
  row('21', 'SERIAL', '序列号', TEXT_20, { requires: OWN_ITEM, excludes: '235', link: 'not_attribute' }),
  row('22', 'CPV', '消费品变体', TEXT_20, { requires: '01', link: 'not_attribute' }),
  row('235', 'TPX', '第三方管理的序列化扩展', [textUpTo(28)], { requires: '01', link: 'not_attribute' }),
  row('240', 'ADDITIONAL ID', '附加产品标识', TEXT_30, { requires: ITEM }),
  row('241', 'CUST. PART No.', '客户方产品代码', TEXT_30, { requires: ITEM }),
  row('242', 'MTO VARIANT', '定制产品变体', [digitsUpTo(6)], { requires: '01 02 8006 8026' }),
  row('243', 'PCN', '包装组件代码', TEXT_20, { requires: '01 03' }),
  row('250', 'SECONDARY SERIAL', '二级序列号', TEXT_30, { requires: '01+21 03+21 8006+21' }),
  row('251', 'REF. TO SOURCE', '源实体参考代码', TEXT_30, { requires: OWN_ITEM }),
  row('253', 'GDTI', '全球文件类型代码', [...GLN, optional(textUpTo(17))], { link: linkKey() }),
  row('254', 'GLN EXTENSION COMPONENT', 'GLN 扩展代码', TEXT_20, { requires: '414', link: 'not_attribute' }),
  row('255', 'GCN', '全球优惠券代码', [...GLN, optional(digitsUpTo(12))], {
    excludes: '01 02 415 8006 8020 8026',
    link: linkKey(),
  }),
  row('30', 'VAR. COUNT', '变量贸易项目数量', [digitsUpTo(8)], { requires: '01 02' }),
  row('37', 'COUNT', '物流单元内数量', [digitsUpTo(8)], { requires: '00+02 00+8026' }),
];

const ITEM_MEASURES: readonly AiDefinition[] = [
  measure('310', 'NET WEIGHT (kg)', '净重(千克)', '01 02'),
  measure('311', 'LENGTH (m)', '长度(米)', '01 02'),
  measure('312', 'WIDTH (m)', '宽度(米)', '01 02'),
  measure('313', 'HEIGHT (m)', '高度(米)', '01 02'),
  measure('314', 'AREA (m²)', '面积(平方米)', '01 02'),
  measure('315', 'NET VOLUME (l)', '净容积(升)', '01 02'),
  measure('316', 'NET VOLUME (m³)', '净体积(立方米)', '01 02'),
  measure('320', 'NET WEIGHT (lb)', '净重(磅)', '01 02'),
  measure('321', 'LENGTH (in)', '长度(英寸)', '01 02'),
  measure('322', 'LENGTH (ft)', '长度(英尺)', '01 02'),
  measure('323', 'LENGTH (yd)', '长度(码)', '01 02'),
  measure('324', 'WIDTH (in)', '宽度(英寸)', '01 02'),
  measure('325', 'WIDTH (ft)', '宽度(英尺)', '01 02'),
  measure('326', 'WIDTH (yd)', '宽度(码)', '01 02'),
  measure('327', 'HEIGHT (in)', '高度(英寸)', '01 02'),
  measure('328', 'HEIGHT (ft)', '高度(英尺)', '01 02'),
  measure('329', 'HEIGHT (yd)', '高度(码)', '01 02'),
  measure('337', 'KG PER m²', '千克每平方米', '01'),
  measure('350', 'AREA (in²)', '面积(平方英寸)', '01 02'),
  measure('351', 'AREA (ft²)', '面积(平方英尺)', '01 02'),
  measure('352', 'AREA (yd²)', '面积(平方码)', '01 02'),
  measure('356', 'NET WEIGHT (tr oz)', '净重(金衡盎司)', '01 02'),
  measure('357', 'NET VOLUME (oz)', '净重或净容积(盎司)', '01 02'),
  measure('360', 'NET VOLUME (qt (US))', '净容积(夸脱)', '01 02'),
  measure('361', 'NET VOLUME (gal.)', '净容积(加仑)', '01 02'),
  measure('364', 'NET VOLUME (in³)', '净体积(立方英寸)', '01 02'),
  measure('365', 'NET VOLUME (ft³)', '净体积(立方英尺)', '01 02'),
  measure('366', 'NET VOLUME (yd³)', '净体积(立方码)', '01 02'),
];

const LOGISTIC_MEASURES: readonly AiDefinition[] = [
  measure('330', 'GROSS WEIGHT (kg)', '毛重(千克)', LOGISTIC_OR_ITEM),
  measure('331', 'LENGTH (m), log', '物流长度(米)', LOGISTIC_OR_ITEM),
  measure('332', 'WIDTH (m), log', '物流宽度(米)', LOGISTIC_OR_ITEM),
  measure('333', 'HEIGHT (m), log', '物流高度(米)', LOGISTIC_OR_ITEM),
  measure('334', 'AREA (m²), log', '物流面积(平方米)', LOGISTIC_OR_ITEM),
  measure('335', 'VOLUME (l), log', '物流容积(升)', LOGISTIC_OR_ITEM),
  measure('336', 'VOLUME (m³), log', '物流体积(立方米)', LOGISTIC_OR_ITEM),
  measure('340', 'GROSS WEIGHT (lb)', '毛重(磅)', LOGISTIC_OR_ITEM),
  measure('341', 'LENGTH (in), log', '物流长度(英寸)', LOGISTIC_OR_ITEM),
  measure('342', 'LENGTH (ft), log', '物流长度(英尺)', LOGISTIC_OR_ITEM),
  measure('343', 'LENGTH (yd), log', '物流长度(码)', LOGISTIC_OR_ITEM),
  measure('344', 'WIDTH (in), log', '物流宽度(英寸)', LOGISTIC_OR_ITEM),
  measure('345', 'WIDTH (ft), log', '物流宽度(英尺)', LOGISTIC_OR_ITEM),
  measure('346', 'WIDTH (yd), log', '物流宽度(码)', LOGISTIC_OR_ITEM),
  measure('347', 'HEIGHT (in), log', '物流高度(英寸)', LOGISTIC_OR_ITEM),
  measure('348', 'HEIGHT (ft), log', '物流高度(英尺)', LOGISTIC_OR_ITEM),
  measure('349', 'HEIGHT (yd), log', '物流高度(码)', LOGISTIC_OR_ITEM),
  measure('353', 'AREA (in²), log', '物流面积(平方英寸)', LOGISTIC_OR_ITEM),
  measure('354', 'AREA (ft²), log', '物流面积(平方英尺)', LOGISTIC_OR_ITEM),
  measure('355', 'AREA (yd²), log', '物流面积(平方码)', LOGISTIC_OR_ITEM),
  measure('362', 'VOLUME (qt (US)), log', '物流容积(夸脱)', LOGISTIC_OR_ITEM),
  measure('363', 'VOLUME (gal (US)), log', '物流容积(加仑)', LOGISTIC_OR_ITEM),
  measure('367', 'VOLUME (in³), log', '物流体积(立方英寸)', LOGISTIC_OR_ITEM),
  measure('368', 'VOLUME (ft³), log', '物流体积(立方英尺)', LOGISTIC_OR_ITEM),
  measure('369', 'VOLUME (yd³), log', '物流体积(立方码)', LOGISTIC_OR_ITEM),
];

const PRICES: readonly AiDefinition[] = [
  row('3900-3909', 'AMOUNT', '应付金额', [digitsUpTo(15)], { requires: '255 8020', excludes: '390n 391n 394n 8111' }),
  row('3910-3919', 'AMOUNT', '应付金额(含币种)', [digits(3, 'iso4217'), digitsUpTo(15)], {
    requires: '8020',
    excludes: '391n',
  }),
  row('3920-3929', 'PRICE', '应付价格', [digitsUpTo(15)], {
    requires: '01+30 01+31nn 01+32nn 01+35nn 01+36nn',
    excludes: '392n 393n',
  }),
  row('3930-3939', 'PRICE', '应付价格(含币种)', [digits(3, 'iso4217'), digitsUpTo(15)], {
    requires: MEASURED,
    excludes: '393n',
  }),
  row('3940-3943', 'PRCNT OFF', '优惠百分比', [digits(4)], { requires: '255', excludes: '394n 8111' }),
  row('3950-3955', 'PRICE/UoM', '单位价格', [digits(6)], { requires: MEASURED, excludes: '392n 393n 395n 8005' }),
];

const LOGISTICS: readonly AiDefinition[] = [
  row('400', 'ORDER NUMBER', '客户订单号', TEXT_30),
  row('401', 'GINC', '全球托运标识代码', [textUpTo(30, 'gcppos1')], { link: linkKey() }),
  row('402', 'GSIN', '全球装运标识代码', [digits(17, 'csum', 'gcppos1')], { link: linkKey() }),
  row('403', 'ROUTE', '路径代码', TEXT_30, { requires: '00' }),
  row('410', 'SHIP TO LOC', '交货地 GLN', GLN),
  row('411', 'BILL TO', '受票方 GLN', GLN),
  row('412', 'PURCHASE FROM', '供货方 GLN', GLN),
  row('413', 'SHIP FOR LOC', '最终目的地 GLN', GLN),
  row('414', 'LOC No.', '物理位置 GLN', GLN, { link: linkKey('254', '7040') }),
  row('415', 'PAY TO', '开票方 GLN', GLN, { requires: '8020', link: linkKey('8020') }),
  row('416', 'PROD/SERV LOC', '生产或服务地 GLN', GLN),
  row('417', 'PARTY', '参与方 GLN', GLN, { link: linkKey('7040') }),
  row('420', 'SHIP TO POST', '交货地邮政编码', TEXT_20, { excludes: '421' }),
  row('421', 'SHIP TO POST', '交货地邮政编码(含国家)', [...COUNTRY, textUpTo(9)], { excludes: '4307' }),
  row('422', 'ORIGIN', '原产国', COUNTRY, { requires: ITEM, excludes: '426' }),
  row('423', 'COUNTRY - INITIAL PROCESS', '初始加工国', COUNTRIES, { requires: TRADE_ITEM, excludes: '426' }),
  row('424', 'COUNTRY - PROCESS', '加工国', COUNTRY, { requires: TRADE_ITEM, excludes: '426' }),
  row('425', 'COUNTRY - DISASSEMBLY', '拆分国', COUNTRIES, { requires: TRADE_ITEM, excludes: '426' }),
  row('426', 'COUNTRY - FULL PROCESS', '全程加工国', COUNTRY, { requires: TRADE_ITEM }),
  row('427', 'ORIGIN SUBDIVISION', '原产国行政区', [textUpTo(3)], { requires: '01+422 02+422 03+422' }),
  row('4300', 'SHIP TO COMP', '收货公司', ENCODED_35, { requires: '00' }),
  row('4301', 'SHIP TO NAME', '收货联系人', ENCODED_35, { requires: '00' }),
  row('4302', 'SHIP TO ADD1', '收货地址 1', ENCODED_70, { requires: '00' }),
  row('4303', 'SHIP TO ADD2', '收货地址 2', ENCODED_70, { requires: '4302' }),
  row('4304', 'SHIP TO SUB', '收货区', ENCODED_70, { requires: '00' }),
  row('4305', 'SHIP TO LOC', '收货城市', ENCODED_70, { requires: '00' }),
  row('4306', 'SHIP TO REG', '收货省份', ENCODED_70, { requires: '00' }),
  row('4307', 'SHIP TO COUNTRY', '收货国家', [text(2, 'iso3166alpha2')], { requires: '00' }),
  row('4308', 'SHIP TO PHONE', '收货电话', TEXT_30, { requires: '00' }),
  row('4309', 'SHIP TO GEO', '收货地理坐标', [digits(10, 'latitude'), digits(10, 'longitude')], { requires: '00' }),
  row('4310', 'RTN TO COMP', '退货公司', ENCODED_35, { requires: '00' }),
  row('4311', 'RTN TO NAME', '退货联系人', ENCODED_35, { requires: '00' }),
  row('4312', 'RTN TO ADD1', '退货地址 1', ENCODED_70, { requires: '00' }),
  row('4313', 'RTN TO ADD2', '退货地址 2', ENCODED_70, { requires: '4312' }),
  row('4314', 'RTN TO SUB', '退货区', ENCODED_70, { requires: '00' }),
  row('4315', 'RTN TO LOC', '退货城市', ENCODED_70, { requires: '00' }),
  row('4316', 'RTN TO REG', '退货省份', ENCODED_70, { requires: '00' }),
  row('4317', 'RTN TO COUNTRY', '退货国家', [text(2, 'iso3166alpha2')], { requires: '00' }),
  row('4318', 'RTN TO POST', '退货邮政编码', TEXT_20, { requires: '00' }),
  row('4319', 'RTN TO PHONE', '退货电话', TEXT_30, { requires: '00' }),
  row('4320', 'SRV DESCRIPTION', '服务说明', ENCODED_35, { requires: '00' }),
  row('4321', 'DANGEROUS GOODS', '危险品标志', [digits(1, 'yesno')], { requires: '00' }),
  row('4322', 'AUTH TO LEAVE', '允许无人签收', [digits(1, 'yesno')], { requires: '00' }),
  row('4323', 'SIG REQUIRED', '需要签收', [digits(1, 'yesno')], { requires: '00' }),
  row('4324', 'NOT BEF DEL DT', '最早交付时间', DATE_AND_TIME, { requires: '00' }),
  row('4325', 'NOT AFT DEL DT', '最晚交付时间', DATE_AND_TIME, { requires: '00' }),
  row('4326', 'REL DATE', '放行日期', WHOLE_DATE, { requires: '00' }),
  row('4330', 'MAX TEMP F.', '最高温度(华氏)', TEMPERATURE, { requires: '00', excludes: '4331' }),
  row('4331', 'MAX TEMP C.', '最高温度(摄氏)', TEMPERATURE, { requires: '00', excludes: '4330' }),
  row('4332', 'MIN TEMP F.', '最低温度(华氏)', TEMPERATURE, { requires: '00', excludes: '4333' }),
  row('4333', 'MIN TEMP C.', '最低温度(摄氏)', TEMPERATURE, { requires: '00', excludes: '4332' }),
];

/** `7030`-`7039` and `7230`-`7239` carry the same content; the last digit counts. */
const INDUSTRY: readonly AiDefinition[] = [
  row('7001', 'NSN', '北约物资编号', [digits(13)], { requires: '01 02 8006 8026' }),
  row('7002', 'MEAT CUT', '肉类分割代码', TEXT_30, { requires: '01 02' }),
  row('7003', 'EXPIRY TIME', '失效日期和时间', [...WHOLE_DATE, digits(4, 'hhmi')], { requires: TRADE_ITEM }),
  row('7004', 'ACTIVE POTENCY', '活性效价', [digitsUpTo(4)], { requires: '01+10 03+10' }),
  row('7005', 'CATCH AREA', '捕捞区域', [textUpTo(12)], { requires: '01 02' }),
  row('7006', 'FIRST FREEZE DATE', '首次冷冻日期', WHOLE_DATE, { requires: '01 02' }),
  row('7007', 'HARVEST DATE', '收获日期', [...WHOLE_DATE, optional(digits(6, 'yymmdd'))], { requires: '01 02' }),
  row('7008', 'AQUATIC SPECIES', '水产品种', [textUpTo(3)], { requires: '01 02' }),
  row('7009', 'FISHING GEAR TYPE', '渔具类型', [textUpTo(10)], { requires: '01 02' }),
  row('7010', 'PROD METHOD', '生产方式', [textUpTo(2)], { requires: TRADE_ITEM }),
  row('7011', 'TEST BY DATE', '检测截止日期', [...WHOLE_DATE, optional(digits(4, 'hhmi'))], { requires: TRADE_ITEM }),
  row('7020', 'REFURB LOT', '翻新批号', TEXT_20, { requires: '01+416 03+416 8006+416' }),
  row('7021', 'FUNC STAT', '功能状态', TEXT_20, { requires: OWN_ITEM }),
  row('7022', 'REV STAT', '修订状态', TEXT_20, { requires: '01+7021 03+7021 8006+7021' }),
  row('7023', 'GIAI - ASSEMBLY', '组装件资产代码', [textUpTo(30, 'gcppos1')]),
  row('7030-7039', 'PROCESSOR', '加工方', [digits(3, 'iso3166999'), textUpTo(27)], { requires: '01 02' }),
  row('7040', 'UIC+EXT', 'UIC 与进口商索引', [digits(1), text(1), text(1), text(1, 'importeridx')], {
    link: 'not_attribute',
  }),
  row('710', 'NHRN PZN', '医保编码(德国)', TEXT_20, { requires: '01' }),
  row('711', 'NHRN CIP', '医保编码(法国)', TEXT_20, { requires: '01' }),
  row('712', 'NHRN CN', '医保编码(西班牙)', TEXT_20, { requires: '01' }),
  row('713', 'NHRN DRN', '医保编码(巴西)', TEXT_20, { requires: '01' }),
  row('714', 'NHRN AIM', '医保编码(葡萄牙)', TEXT_20, { requires: '01' }),
  row('715', 'NHRN NDC', '医保编码(美国)', TEXT_20, { requires: '01' }),
  row('716', 'NHRN AIC', '医保编码(意大利)', TEXT_20, { requires: '01' }),
  row('717', 'NHRN SRN', '医保编码(哥斯达黎加)', TEXT_20, { requires: '01' }),
  row('7230-7239', 'CERT', '认证参考', [text(2), textUpTo(28)], { requires: '01 8004' }),
  row('7240', 'PROTOCOL', '协议编号', TEXT_20, { requires: '01 8006', excludes: '03' }),
  row('7241', 'AIDC MEDIA TYPE', '载体类型', [digits(2, 'mediatype')], { requires: PROVIDER_OR_RECIPIENT }),
  row('7242', 'VCN', '版本控制号', [textUpTo(25)], { requires: PROVIDER_OR_RECIPIENT }),
  row('7250', 'DOB', '出生日期', [digits(8, 'yyyymmdd')], { requires: '8018', excludes: '7251' }),
  row('7251', 'DOB TIME', '出生时间', [digits(8, 'yyyymmdd'), digits(4, 'hhmi')], {
    requires: '8018',
    excludes: '7250',
  }),
  row('7252', 'BIO SEX', '生理性别', [digits(1, 'iso5218')], { requires: '8018' }),
  row('7253', 'FAMILY NAME', '姓', ENCODED_40, { requires: PROVIDER_OR_RECIPIENT, excludes: '7256 7259' }),
  row('7254', 'GIVEN NAME', '名', ENCODED_40, { requires: PROVIDER_OR_RECIPIENT, excludes: '7256 7259' }),
  row('7255', 'SUFFIX', '姓名后缀', [textUpTo(10)], { requires: PROVIDER_OR_RECIPIENT, excludes: '7256 7259' }),
  row('7256', 'FULL NAME', '全名', [textUpTo(90, 'pcenc')], { requires: PROVIDER_OR_RECIPIENT }),
  row('7257', 'PERSON ADDR', '个人地址', ENCODED_70, { requires: '8018' }),
  row('7258', 'BIRTH SEQUENCE', '多胞胎序号', [text(3, 'posinseqslash')], { requires: '8018+7259' }),
  row('7259', 'BABY', '新生儿家庭姓名', ENCODED_40, { requires: '8018', excludes: '7256' }),
];

const SPECIAL: readonly AiDefinition[] = [
  row(
    '8001',
    'DIMENSIONS',
    '卷状产品尺寸',
    [digits(4, 'nonzero'), digits(5, 'nonzero'), digits(3, 'nonzero'), digits(1, 'winding'), digits(1)],
    { requires: '01' },
  ),
  row('8002', 'CMT No.', '移动电话序列号', TEXT_20),
  row('8003', 'GRAI', '可回收资产代码', [digits(1, 'zero'), ...GLN, optional(textUpTo(16))], { link: linkKey() }),
  row('8004', 'GIAI', '单个资产代码', [textUpTo(30, 'gcppos1')], { link: linkKey('7040') }),
  row('8005', 'PRICE PER UNIT', '单价', [digits(6)], { requires: '01 02' }),
  row('8006', 'ITIP', '贸易项目组件代码', PIECES, { excludes: '01 03 37', link: linkKey('22 10 21') }),
  row('8007', 'IBAN', '国际银行账号', [textUpTo(34, 'iban')], { requires: '415' }),
  row(
    '8008',
    'PROD TIME',
    '生产日期和时间',
    [...WHOLE_DATE, digits(2, 'hh'), optional(digits(2, 'mi')), optional(digits(2, 'ss'))],
    { requires: TRADE_ITEM },
  ),
  row('8009', 'OPTSEN', '光学传感指示', [textUpTo(50)], { requires: '00 01 03' }),
  row('8010', 'CPID', '组件或部件代码', [{ ...textUpTo(30, 'gcppos1'), set: 'Y' }], { link: linkKey('8011') }),
  row('8011', 'CPID SERIAL', '组件或部件序列号', [digitsUpTo(12, 'nozeroprefix')], {
    requires: '8010',
    link: 'not_attribute',
  }),
  row('8012', 'VERSION', '软件版本', TEXT_20, { requires: OWN_ITEM }),
  row('8013', 'GMN', '全球型号代码(基本 UDI-DI)', [textUpTo(25, 'csumalpha', 'gcppos1')], { link: linkKey() }),
  row('8014', 'MUDI', '主 UDI-DI', [textUpTo(25, 'csumalpha', 'gcppos1', 'hasnondigit')], {
    requires: '01',
    link: 'not_attribute',
  }),
  row('8017', 'GSRN - PROVIDER', '服务提供方代码', GSRN, { excludes: '8018', link: linkKey('8019') }),
  row('8018', 'GSRN - RECIPIENT', '服务接受方代码', GSRN, { excludes: '8017', link: linkKey('8019') }),
  row('8019', 'SRIN', '服务关系实例号', [digitsUpTo(10)], { requires: PROVIDER_OR_RECIPIENT, link: 'not_attribute' }),
  row('8020', 'REF No.', '付款单参考号', [textUpTo(25)], { requires: '415', link: 'not_attribute' }),
  row('8026', 'ITIP CONTENT', '物流单元内组件代码', PIECES, { requires: '37', excludes: '02 03 8006' }),
  row('8030', 'DIGSIG', '数字签名', [{ ...textUpTo(90, 'cset64'), set: 'Z' }], {
    requires: '00 01+21 03+21 253 255 8003 8004 8006+21 8010+8011 8017 8018',
  }),
  row('8040', 'IMEI', '移动设备识别码', [digits(15)], { requires: '01+21', link: 'not_attribute' }),
  row('8041', 'IMEI2', '移动设备识别码 2', [digits(15)], { requires: '01+21+8040', link: 'not_attribute' }),
  row('8042', 'ESIM', '嵌入式 SIM 编号', [digits(32)], { requires: '01+21+8040', link: 'not_attribute' }),
  row('8043', 'PSIM', '实体 SIM 编号', [digits(18), optional(digitsUpTo(2))], {
    requires: '01+21+8040',
    link: 'not_attribute',
  }),
  row('8111', 'POINTS', '优惠券积分', [digits(4)], { requires: '255' }),
  row('8200', 'PRODUCT URL', '产品网址', [textUpTo(70)], { requires: '01', link: 'not_attribute' }),
  row('90', 'INTERNAL', '贸易伙伴约定信息', TEXT_30),
  row('91-99', 'INTERNAL', '公司内部信息', [textUpTo(90)]),
];

/** Every AI this station reads and writes. */
export const AI_TABLE: readonly AiDefinition[] = [
  ...IDENTIFICATION,
  ...ITEM_MEASURES,
  ...LOGISTIC_MEASURES,
  ...PRICES,
  ...LOGISTICS,
  ...INDUSTRY,
  ...SPECIAL,
];
