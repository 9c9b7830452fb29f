import { ConfigProvider, Segmented, type ThemeConfig } from 'antd';
import enUS from 'antd/locale/en_US';
import zhCN from 'antd/locale/zh_CN';
import { Component, type ReactNode, useEffect } from 'react';
import type { Language } from './api/types';
import { I18nProvider, useI18n } from './i18n/i18n';
import { initialLanguage, translate } from './i18n/messages';
import { InspectPage } from './inspect/inspect_page';

const theme: ThemeConfig = {
  token: {
    colorPrimary: '#1f5673',
    colorLink: '#1f5673',
    colorError: '#b42318',
    colorErrorBg: '#fdf3f2',
    colorErrorBorder: '#efc4bf',
    colorWarning: '#b54708',
    colorSuccess: '#1e7b4f',
    colorSuccessBg: '#edf7f1',
    colorSuccessBorder: '#b9dcc8',
    colorInfoBg: '#eef4f8',
    colorInfoBorder: '#c4d8e4',
    colorTextBase: '#1b2733',
    colorBorder: '#c9d3dc',
    borderRadius: 6,
    fontSize: 14,
    fontFamily:
      'system-ui, -apple-system, "Segoe UI", "PingFang SC", "Hiragino Sans GB", "Microsoft YaHei", "Noto Sans CJK SC", sans-serif',
  },
};

class CrashBoundary extends Component<{ children: ReactNode }, { isBroken: boolean }> {
  override state = { isBroken: false };

  static getDerivedStateFromError() {
    return { isBroken: true };
  }

  override render() {
    if (!this.state.isBroken) return this.props.children;
    return (
      <p className="crash" role="alert">
        {translate(initialLanguage(), 'error.crash')}
      </p>
    );
  }
}

// A file dropped beside its zone would otherwise be opened by the browser, unexamined.
function useNoStrayDrops() {
  useEffect(() => {
    const refuse = (event: DragEvent) => event.preventDefault();
    window.addEventListener('dragover', refuse);
    window.addEventListener('drop', refuse);
    return () => {
      window.removeEventListener('dragover', refuse);
      window.removeEventListener('drop', refuse);
    };
  }, []);
}

function Header() {
  const { t, language, setLanguage } = useI18n();
  return (
    <header className="header">
      <div className="header-inner">
        <img src="/favicon.svg" alt="" width={26} height={26} />
        <span className="brand">{t('app.name')}</span>
        <h1 className="page-title">{t('app.page')}</h1>
        <Segmented<Language>
          className="language"
          aria-label={t('app.language')}
          size="small"
          value={language}
          onChange={setLanguage}
          options={[
            { value: 'zh', label: '中文' },
            { value: 'en', label: 'English' },
          ]}
        />
      </div>
    </header>
  );
}

function Shell({ nonce }: { nonce: string }) {
  const { t, language } = useI18n();
  useNoStrayDrops();
  return (
    <ConfigProvider
      csp={{ nonce }}
      theme={theme}
      locale={language === 'zh' ? zhCN : enUS}
      button={{ autoInsertSpace: false }}
      wave={{ disabled: true }}
    >
      <a className="skip-link" href="#main">
        {t('app.skip')}
      </a>
      <Header />
      <main id="main" className="main" tabIndex={-1}>
        <InspectPage />
      </main>
      <footer className="footer">{t('app.footer')}</footer>
    </ConfigProvider>
  );
}

export function App({ nonce }: { nonce: string }) {
  return (
    <CrashBoundary>
      <I18nProvider>
        <Shell nonce={nonce} />
      </I18nProvider>
    </CrashBoundary>
  );
}
