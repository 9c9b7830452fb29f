import { expect, it } from 'vitest';
import { formatBytes, formatProbability, formatRatio, strengthKey } from './format';

it('never rounds a probability to certainty', () => {
  expect(formatProbability(1)).toBe('> 99.9%');
  expect(formatProbability(0.9985)).toBe('99.9%');
  expect(formatProbability(0.93)).toBe('93%');
  expect(formatProbability(0.034)).toBe('3.4%');
  expect(formatProbability(0)).toBe('< 0.1%');
});

it('writes a likelihood ratio as times, in either direction', () => {
  expect(formatRatio(2.1, 'zh')).toBe('130 ');
  expect(formatRatio(-2.1, 'en')).toBe('130');
  expect(formatRatio(4.1, 'zh')).toBe('1.3 万');
  expect(formatRatio(4.1, 'en')).toBe('13 thousand');
  expect(formatRatio(40, 'en')).toBe('> 1 trillion');
});

it('puts ratios on the verbal scale', () => {
  expect(strengthKey(0.1)).toBe('strength.none');
  expect(strengthKey(-0.5)).toBe('strength.weak');
  expect(strengthKey(2.5)).toBe('strength.moderately_strong');
  expect(strengthKey(7)).toBe('strength.extremely_strong');
});

it('writes sizes shortly', () => {
  expect(formatBytes(12)).toBe('12 B');
  expect(formatBytes(301222)).toBe('294 KB');
  expect(formatBytes(64 * 1024 * 1024)).toBe('64.0 MB');
});
