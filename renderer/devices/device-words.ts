import type { i18n } from 'i18next';
import { zhCN } from '../i18n/zh-CN.ts';

type DeviceCode = keyof typeof zhCN.devices.codes;

function isDeviceCode(code: string): code is DeviceCode {
  return Object.hasOwn(zhCN.devices.codes, code);
}

/** The short word beside a light and the remedy for a device's code. A code nobody wrote words for shows itself. */
export function deviceWords(words: Pick<i18n, 't'>, code: string): { readonly word: string; readonly do: string } {
  if (!isDeviceCode(code)) return { word: code, do: words.t('devices.codes.io_error.do') };
  return { word: words.t(`devices.codes.${code}.word`), do: words.t(`devices.codes.${code}.do`) };
}
