import { type ReactNode, createContext, useContext, useEffect, useMemo, useState } from 'react';
import type { Language } from '../api/types';
import { type Parameters, initialLanguage, rememberLanguage, translate } from './messages';
import type { MessageKey } from './zh';

export interface I18n {
  language: Language;
  setLanguage: (language: Language) => void;
  t: (key: MessageKey, parameters?: Parameters) => string;
}

const I18nContext = createContext<I18n | null>(null);

export function I18nProvider({ children }: { children: ReactNode }) {
  const [language, setLanguage] = useState<Language>(initialLanguage);
  useEffect(() => {
    document.documentElement.lang = language === 'zh' ? 'zh-CN' : 'en';
    document.title = `${translate(language, 'app.name')} · ${translate(language, 'app.page')}`;
  }, [language]);
  const value = useMemo<I18n>(
    () => ({
      language,
      setLanguage: (next) => {
        rememberLanguage(next);
        setLanguage(next);
      },
      t: (key, parameters) => translate(language, key, parameters),
    }),
    [language],
  );
  return <I18nContext.Provider value={value}>{children}</I18nContext.Provider>;
}

export function useI18n(): I18n {
  const value = useContext(I18nContext);
  if (!value) throw new Error('useI18n outside I18nProvider');
  return value;
}
