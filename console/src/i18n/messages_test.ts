import { expect, it } from 'vitest';
import { dictionaries, localText, translate } from './messages';

const placeholders = (text: string) => [...text.matchAll(/\{(\w+)\}/g)].map((match) => match[1]).sort();

it('has every text in both languages', () => {
  expect(Object.keys(dictionaries.en).sort()).toEqual(Object.keys(dictionaries.zh).sort());
  for (const dictionary of Object.values(dictionaries)) {
    for (const [key, text] of Object.entries(dictionary)) expect(text.trim(), key).not.toBe('');
  }
});

it('uses the same placeholders in both languages', () => {
  for (const [key, text] of Object.entries(dictionaries.zh)) {
    const english = dictionaries.en[key as keyof typeof dictionaries.en];
    expect(placeholders(english), key).toEqual(placeholders(text));
  }
});

it('never accuses a person', () => {
  const accusing = /欺诈|骗|伪造者|造假者|恶意|fraud|cheat|liar|scam|guilty/i;
  for (const dictionary of Object.values(dictionaries)) {
    for (const [key, text] of Object.entries(dictionary)) expect(text, key).not.toMatch(accusing);
  }
});

it('fills in parameters and leaves unknown ones visible', () => {
  expect(translate('en', 'findings.region', { number: 3 })).toBe('Region 3');
  expect(translate('en', 'findings.region')).toBe('Region {number}');
});

it('falls back to the other language', () => {
  expect(localText('en', { zh: '裂纹' })).toBe('裂纹');
  expect(localText('zh', { zh: '裂纹', en: 'crack' })).toBe('裂纹');
  expect(localText('zh', undefined)).toBe('');
});
