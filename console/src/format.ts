import type { Language } from './api/types';
import type { MessageKey } from './i18n/zh';

const localeOf: Record<Language, string> = { zh: 'zh-CN', en: 'en' };

// "93%", "99.7%", and never a 0 or 100 that was not meant.
export function formatProbability(probability: number): string {
  if (probability > 0.999) return '> 99.9%';
  if (probability < 0.001) return '< 0.1%';
  const percent = probability * 100;
  const digits = percent >= 99 || percent < 10 ? 1 : 0;
  return `${percent.toFixed(digits)}%`;
}

const ratioLog10Max = 12;

// How many times, of a log10 ratio, without its sign, to two significant digits. In Chinese ready to
// be followed by 倍: "130 " and "1.3 万" are spaced as print does it.
export function formatRatio(log10Ratio: number, language: Language): string {
  const log10 = Math.min(Math.abs(log10Ratio), ratioLog10Max);
  const number = new Intl.NumberFormat(localeOf[language], {
    notation: 'compact',
    compactDisplay: 'long',
    maximumSignificantDigits: 2,
  }).format(10 ** log10);
  const text = language === 'zh' ? number.replace(/(\d)(\p{Script=Han}|$)/u, '$1 $2') : number;
  return Math.abs(log10Ratio) > ratioLog10Max ? `> ${text}` : text;
}

// Verbal scale of the ENFSI guideline for evaluative reporting (2015), by powers of ten.
export function strengthKey(log10Ratio: number): MessageKey {
  const log10 = Math.abs(log10Ratio);
  if (log10 < 0.3) return 'strength.none';
  if (log10 < 1) return 'strength.weak';
  if (log10 < 2) return 'strength.moderate';
  if (log10 < 3) return 'strength.moderately_strong';
  if (log10 < 4) return 'strength.strong';
  if (log10 < 6) return 'strength.very_strong';
  return 'strength.extremely_strong';
}

export function formatBytes(bytes: number): string {
  if (bytes < 1024) return `${bytes} B`;
  if (bytes < 1024 * 1024) return `${Math.round(bytes / 1024)} KB`;
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`;
}

export function formatMilliseconds(value: number): string {
  return value >= 10 ? value.toFixed(0) : value.toFixed(1);
}
