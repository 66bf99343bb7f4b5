import type { ThemeConfig } from 'antd';

/** The tokens of the page for the component library; the same colours as `tokens.css`. */
export const deskTheme: ThemeConfig = {
  token: {
    colorPrimary: '#0a66c2',
    colorSuccess: '#087a41',
    colorError: '#c62f22',
    colorWarning: '#8f5500',
    colorInfo: '#0a66c2',
    colorText: '#10202b',
    colorTextSecondary: '#4a5c68',
    colorTextTertiary: '#4a5c68',
    colorTextDescription: '#4a5c68',
    colorTextPlaceholder: '#5f717d',
    colorTextDisabled: '#5f717d',
    colorBorder: '#9fb0bb',
    colorBorderSecondary: '#d5dee4',
    colorBgLayout: '#f4f7f9',
    borderRadius: 10,
    fontSize: 17,
    fontFamily: `'Noto Sans SC Variable', 'Noto Sans CJK SC', sans-serif`,
    fontFamilyCode: `'JetBrains Mono', monospace`,
    controlHeight: 44,
    controlHeightLG: 56,
    motion: false,
  },
  components: {
    Table: { cellPaddingBlock: 10, cellPaddingInline: 12, headerColor: '#4a5c68', headerBg: '#eef3f6' },
    Modal: { titleFontSize: 24 },
  },
};
