import { describe, expect, it } from 'vitest';
import type { Assessment, Finding } from '../api/types';
import {
  derivedSentence,
  detailRows,
  innocentCauses,
  isContestable,
  numberedRegions,
  photoSize,
  referenceToShow,
  regionsOf,
  sortedFindings,
} from './reading';

const finding = (over: Partial<Finding>): Finding => ({
  examiner: 'x',
  outcome: 'neutral',
  summary: {},
  ...over,
});
const assessment = (over: Partial<Assessment>): Assessment => ({
  schema: 'pixiu.assessment/1',
  band: 'clear',
  findings: [],
  ...over,
});

describe('findings', () => {
  it('come strongest first, contradictions before the rest', () => {
    const findings = [
      finding({ examiner: 'none', outcome: 'not_applicable' }),
      finding({ examiner: 'weak', outcome: 'contradicts', log10_likelihood_ratio: 0.5 }),
      finding({ examiner: 'for', outcome: 'supports', log10_likelihood_ratio: -3 }),
      finding({ examiner: 'strong', outcome: 'contradicts', log10_likelihood_ratio: 4 }),
    ];
    expect(sortedFindings(findings).map(({ examiner }) => examiner)).toEqual(['strong', 'weak', 'for', 'none']);
  });

  it('give innocent causes in the language of the page, each once', () => {
    const details = { innocent_causes: [{ zh: '误传', en: 'mix-up' }, '滤镜'] };
    const findings = [finding({ details }), finding({ details: { innocent_causes: { zh: ['误传'] } } })];
    expect(innocentCauses(findings, 'zh')).toEqual(['误传', '滤镜']);
    expect(innocentCauses([finding({})], 'en')).toEqual([]);
  });

  it('show other details as short rows', () => {
    const details = { correlation: 0.931234567, inliers: 812, innocent_causes: ['a'], shift: [0.123456, 2], of: { a: 1 } };
    expect(detailRows(finding({ details }))).toEqual([
      { name: 'correlation', text: '0.9312' },
      { name: 'inliers', text: '812' },
      { name: 'shift', text: '[0.1235,2]' },
      { name: 'of.a', text: '1' },
    ]);
  });
});

describe('regions', () => {
  it('are numbered by size and never twice', () => {
    const small = { x: 1, y: 2, width: 3, height: 4 };
    const large = { x: 5, y: 6, width: 70, height: 80 };
    const regions = numberedRegions([finding({ regions: [small] }), finding({ regions: [large, small] })]);
    expect(regions).toEqual([
      { ...large, number: 1 },
      { ...small, number: 2 },
    ]);
  });

  it('that are not numbers are left out', () => {
    const broken = { x: Number.NaN, y: 0, width: 1, height: 1 };
    expect(numberedRegions([finding({ regions: [broken] })])).toEqual([]);
  });

  it('of one finding keep the numbers they have in the picture', () => {
    const large = { x: 0, y: 0, width: 90, height: 90 };
    const small = { x: 5, y: 5, width: 9, height: 9 };
    const mark = finding({ regions: [small] });
    const regions = numberedRegions([mark, finding({ regions: [large] })]);
    expect(regionsOf(mark, regions).map(({ number }) => number)).toEqual([2]);
    expect(regionsOf(finding({}), regions)).toEqual([]);
  });
});

describe('the reference', () => {
  it('shown first is the one the photo was made from', () => {
    expect(referenceToShow(assessment({ derived_from_reference: { reference: 2 } }))).toBe(2);
    expect(referenceToShow(assessment({ derived_from_reference: null }))).toBe(0);
  });

  it('is spoken of only when the photo was probably made from it', () => {
    const derived = (probability: number, edited?: boolean) =>
      derivedSentence(
        assessment({ derived_from_reference: { reference: 0, probability, ...(edited !== undefined && { edited }) } }),
      );
    expect(derived(0.99, true)).toEqual({ key: 'derived.edited', number: 1 });
    expect(derived(0.99, false)).toEqual({ key: 'derived.unedited', number: 1 });
    expect(derived(0.99)).toEqual({ key: 'derived.same', number: 1 });
    expect(derived(0.01, true)).toBeNull();
  });
});

it('says who decides wherever a result could be used against somebody', () => {
  expect(isContestable(assessment({ band: 'contradicted' }))).toBe(true);
  expect(isContestable(assessment({ band: 'review' }))).toBe(true);
  expect(isContestable(assessment({ findings: [finding({ outcome: 'contradicts' })] }))).toBe(true);
  expect(isContestable(assessment({}))).toBe(false);
});

it('takes the size of the photo from the reply, else from the rendition', () => {
  const rendition = { width: 750, height: 1000 };
  expect(photoSize(assessment({ photo: { width: 1500, height: 2000 } }), rendition).width).toBe(1500);
  expect(photoSize(assessment({}), rendition)).toBe(rendition);
});
