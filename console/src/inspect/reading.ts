// What the page reads out of an assessment. Pure; tolerant of fields that are absent.
import type { Assessment, Finding, Language, LocalText, Outcome } from '../api/types';
import { localText } from '../i18n/messages';
import type { MessageKey } from '../i18n/zh';
import type { Size } from '../viewer/geometry';
import type { NumberedRegion } from '../viewer/layers';

const outcomeOrder: readonly Outcome[] = ['contradicts', 'supports', 'neutral', 'not_applicable'];
const regionCountMax = 40;

// Strongest first within each outcome; equal ones keep the order of the reply.
export function sortedFindings(findings: readonly Finding[]): Finding[] {
  const rank = (finding: Finding) => outcomeOrder.indexOf(finding.outcome);
  const weight = (finding: Finding) => Math.abs(finding.log10_likelihood_ratio ?? 0);
  return [...findings].sort((a, b) => rank(a) - rank(b) || weight(b) - weight(a));
}

// All regions of all findings, largest first, each once, numbered from 1.
export function numberedRegions(findings: readonly Finding[]): NumberedRegion[] {
  const seen = new Map<string, NumberedRegion>();
  for (const finding of findings) {
    for (const { x, y, width, height } of finding.regions ?? []) {
      const key = [x, y, width, height].join();
      if (![x, y, width, height].every(Number.isFinite) || seen.has(key)) continue;
      seen.set(key, { x, y, width, height, number: 0 });
    }
  }
  return [...seen.values()]
    .sort((a, b) => b.width * b.height - a.width * a.height)
    .slice(0, regionCountMax)
    .map((region, index) => ({ ...region, number: index + 1 }));
}

// Those of the numbered regions that one finding names.
export function regionsOf(finding: Finding, regions: readonly NumberedRegion[]): NumberedRegion[] {
  return regions.filter((region) =>
    (finding.regions ?? []).some(
      ({ x, y, width, height }) =>
        x === region.x && y === region.y && width === region.width && height === region.height,
    ),
  );
}

export function regionCount(findings: readonly Finding[]): number {
  const keys = findings.flatMap((finding) =>
    (finding.regions ?? []).map(({ x, y, width, height }) => [x, y, width, height].join()),
  );
  return new Set(keys).size;
}

export function photoSize(assessment: Assessment, rendition: Size): Size {
  const { width, height } = assessment.photo ?? {};
  return width && height ? { width, height } : rendition;
}

export function referenceToShow(assessment: Assessment): number {
  return assessment.derived_from_reference?.reference ?? 0;
}

// The sentence about the merchant's picture, when the result rests on it.
export function derivedSentence(assessment: Assessment): { key: MessageKey; number: number } | null {
  const derived = assessment.derived_from_reference;
  if (!derived || (derived.probability ?? 0) < 0.5) return null;
  const number = derived.reference + 1;
  if (derived.edited === undefined) return { key: 'derived.same', number };
  return { key: derived.edited ? 'derived.edited' : 'derived.unedited', number };
}

// Whether the page owes the reader the sentence about who decides: anything but a clean result.
export function isContestable(assessment: Assessment): boolean {
  return (
    assessment.band === 'contradicted' ||
    assessment.band === 'review' ||
    assessment.findings.some((finding) => finding.outcome === 'contradicts')
  );
}

function isLocalText(value: unknown): value is LocalText {
  return (
    typeof value === 'object' &&
    value !== null &&
    (typeof (value as LocalText).zh === 'string' || typeof (value as LocalText).en === 'string')
  );
}

function textsOf(value: unknown, language: Language): string[] {
  if (typeof value === 'string') return [value];
  if (Array.isArray(value)) return value.flatMap((item) => textsOf(item, language));
  if (isLocalText(value)) return [localText(language, value)];
  if (typeof value === 'object' && value !== null && language in value) {
    return textsOf((value as Record<string, unknown>)[language], language);
  }
  return [];
}

const innocentCausesKey = 'innocent_causes';

// `details.innocent_causes` of the findings: a text, a {zh, en}, or a list of either.
export function innocentCauses(findings: readonly Finding[], language: Language): string[] {
  const texts = findings.flatMap((finding) => textsOf(finding.details?.[innocentCausesKey], language));
  return [...new Set(texts.filter((text) => text !== ''))];
}

function detailText(value: unknown): string {
  if (typeof value === 'number') return Number.isInteger(value) ? String(value) : value.toPrecision(4);
  if (typeof value === 'string') return value;
  return JSON.stringify(value, (_, inner: unknown) =>
    typeof inner === 'number' && !Number.isInteger(inner) ? Number(inner.toPrecision(4)) : inner,
  );
}

interface DetailRow {
  name: string;
  text: string;
}

function rowsOf(name: string, value: unknown): DetailRow[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) {
    return [{ name, text: detailText(value) }];
  }
  return Object.entries(value).map(([inner, part]) => ({ name: `${name}.${inner}`, text: detailText(part) }));
}

// Everything else a finding rests on; an object gives one row for each of its values.
export function detailRows(finding: Finding): DetailRow[] {
  return Object.entries(finding.details ?? {})
    .filter(([name]) => name !== innocentCausesKey)
    .flatMap(([name, value]) => rowsOf(name, value));
}
