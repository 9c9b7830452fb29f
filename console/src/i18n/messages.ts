import type { Language, LocalText } from '../api/types';
import { en } from './en';
import { type MessageKey, zh } from './zh';

export type Parameters = Readonly<Record<string, string | number>>;

export const dictionaries: Record<Language, Record<MessageKey, string>> = { zh, en };

export function translate(language: Language, key: MessageKey, parameters: Parameters = {}): string {
  return dictionaries[language][key].replace(/\{(\w+)\}/g, (whole, name: string) =>
    name in parameters ? String(parameters[name]) : whole,
  );
}

export function isMessageKey(key: string): key is MessageKey {
  return Object.prototype.hasOwnProperty.call(zh, key);
}

// The text in the wanted language, else in whichever there is.
export function localText(language: Language, text: LocalText | undefined): string {
  return text?.[language] ?? text?.zh ?? text?.en ?? '';
}

const storageKey = 'pixiu.language';

// Chinese unless the user once chose otherwise.
export function initialLanguage(): Language {
  try {
    return window.localStorage.getItem(storageKey) === 'en' ? 'en' : 'zh';
  } catch {
    return 'zh';
  }
}

export function rememberLanguage(language: Language): void {
  try {
    window.localStorage.setItem(storageKey, language);
  } catch {
    // Storage may be forbidden; the choice then lasts as long as the page.
  }
}
