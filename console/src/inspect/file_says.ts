// What the page reads out of the findings about the file itself. Pure; tolerant of absent fields.
import type { Finding } from '../api/types';
import { isMessageKey } from '../i18n/messages';
import type { MessageKey } from '../i18n/zh';

const families: readonly string[] = ['declaration', 'capture_context'];

// Findings of what the file says, rather than of what its pixels show.
export function isOfFile(finding: Finding): boolean {
  return families.includes(finding.family ?? '');
}

export interface FileSection {
  title: MessageKey;
  findings: Finding[];
}

const sectionOfExaminer: Readonly<Record<string, MessageKey>> = {
  c2pa: 'file.section.c2pa',
  edit_trace: 'file.section.history',
  processing_history: 'file.section.history',
  software_chain: 'file.section.history',
};

const sectionOrder: readonly MessageKey[] = [
  'file.section.marks',
  'file.section.c2pa',
  'file.section.history',
  'file.section.capture',
];

function sectionOf(finding: Finding): MessageKey {
  const known = sectionOfExaminer[finding.examiner];
  if (known) return known;
  return finding.family === 'capture_context' ? 'file.section.capture' : 'file.section.marks';
}

// The findings about the file by subject; what contradicts comes first in each. Empty sections are
// left out.
export function fileSections(findings: readonly Finding[]): FileSection[] {
  const ofFile = findings.filter((finding) => isOfFile(finding) && finding.outcome !== 'not_applicable');
  const rank = (finding: Finding) => (finding.outcome === 'contradicts' ? 0 : 1);
  return sectionOrder
    .map((title) => ({
      title,
      findings: ofFile.filter((finding) => sectionOf(finding) === title).sort((a, b) => rank(a) - rank(b)),
    }))
    .filter((section) => section.findings.length > 0);
}

type Fields = Readonly<Record<string, unknown>>;

const isFields = (value: unknown): value is Fields =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
const fieldsOf = (value: unknown): Fields => (isFields(value) ? value : {});
const listOf = (value: unknown): Fields[] => (Array.isArray(value) ? value.filter(isFields) : []);
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

// One line of the manifest tree: words of the page with what the file says behind them.
export interface ManifestNode {
  key: string;
  label: MessageKey;
  text: string;
  tone: 'plain' | 'good' | 'bad';
  children: ManifestNode[];
}

// What speaks of the signer's standing, not of a change: an unknown signer is no fault of a picture.
const isAboutSigner = (code: string): boolean =>
  code.startsWith('signingCredential.') || code === 'claimSignature.outsideValidity' || code.startsWith('cawg.');

const depthMax = 12;
const nodesMax = 500;

class TreeBuilder {
  private readonly manifests = new Map<string, Fields>();
  private count = 0;

  constructor(manifests: Fields[]) {
    for (const manifest of manifests) this.manifests.set(textOf(manifest.label), manifest);
  }

  // Manifests that lead to themselves end where they were met before.
  manifest(manifest: Fields, label: MessageKey, key: string, above: readonly string[]): ManifestNode {
    const name = textOf(manifest.label);
    const children: ManifestNode[] = [this.signer(fieldsOf(manifest.signer), key)];
    const title = [textOf(manifest.title), textOf(manifest.generator)].filter(Boolean).join(' · ');
    listOf(manifest.actions).forEach((action, index) => {
      const text = [textOf(action.action), textOf(action.source_type), textOf(action.software)];
      this.add(children, () => ({
        key: `${key}/action/${index}`,
        label: 'manifest.action',
        text: text.filter(Boolean).join(' · '),
        tone: 'plain',
        children: [],
      }));
    });
    listOf(manifest.ingredients).forEach((ingredient, index) => {
      this.add(children, () => this.ingredient(ingredient, `${key}/ingredient/${index}`, [...above, name]));
    });
    listOf(manifest.identities).forEach((identity, index) => {
      this.add(children, () => this.identity(identity, `${key}/identity/${index}`));
    });
    const failures = listOf(manifest.statuses).filter((status) => status.kind === 'failure');
    failures.forEach((status, index) => {
      const isOfSigner = isAboutSigner(textOf(status.code));
      this.add(children, () => ({
        key: `${key}/failure/${index}`,
        label: isOfSigner ? 'manifest.signer.note' : 'manifest.failure',
        text: [textOf(status.code), textOf(status.why)].filter(Boolean).join(' · '),
        tone: isOfSigner ? 'plain' : 'bad',
        children: [],
      }));
    });
    const holds = failures.every((status) => isAboutSigner(textOf(status.code)));
    return { key, label, text: title || name, tone: holds ? 'plain' : 'bad', children };
  }

  // Counted before it is made: manifests that share ingredients have far more paths than nodes.
  private add(children: ManifestNode[], make: () => ManifestNode): void {
    if (this.count >= nodesMax) return;
    this.count += 1;
    children.push(make());
  }

  private signer(signer: Fields, key: string): ManifestNode {
    const name = textOf(signer.organization) || textOf(signer.common_name);
    const date = textOf(signer.stamped_at).slice(0, 10);
    const label: MessageKey =
      signer.signature_valid !== true
        ? 'manifest.signer.invalid'
        : signer.trusted === true
          ? 'manifest.signer.known'
          : 'manifest.signer.unknown';
    const tone = signer.signature_valid !== true ? 'bad' : signer.trusted === true ? 'good' : 'plain';
    return { key: `${key}/signer`, label, text: [name, date].filter(Boolean).join(' · '), tone, children: [] };
  }

  // Who is named as the one behind it. An aggregator's statement is shown and not proven.
  private identity(identity: Fields, key: string): ManifestNode {
    const signer = fieldsOf(identity.signer);
    const stated = Array.isArray(identity.stated) ? identity.stated.map(textOf) : [];
    const names = isFields(identity.signer)
      ? [textOf(signer.common_name), textOf(signer.organization)]
      : [...stated, textOf(identity.aggregator)];
    const isProven = identity.well_formed === true && signer.signature_valid === true && signer.trusted === true;
    const isBroken =
      identity.well_formed !== true || (isFields(identity.signer) && signer.signature_valid !== true);
    const label: MessageKey = isBroken
      ? 'manifest.identity.invalid'
      : isProven
        ? 'manifest.identity.known'
        : 'manifest.identity.unproven';
    return { key, label, text: names.filter(Boolean).join(' · '), tone: isProven ? 'good' : 'plain', children: [] };
  }

  private ingredient(ingredient: Fields, key: string, above: readonly string[]): ManifestNode {
    const name = textOf(ingredient.manifest);
    const manifest = this.manifests.get(name);
    const text = textOf(ingredient.title) || textOf(ingredient.format);
    const relationship = `manifest.ingredient.${textOf(ingredient.relationship)}`;
    const label = isMessageKey(relationship) ? relationship : 'manifest.ingredient';
    const node: ManifestNode = { key, label, text, tone: 'plain', children: [] };
    if (manifest && !above.includes(name) && above.length < depthMax) {
      node.children.push(this.manifest(manifest, 'manifest.own', `${key}/manifest`, above));
    }
    return node;
  }
}

export interface ManifestBasis {
  examinedAt: string; // RFC 3339
  trust: string; // "sha256:..."; empty without lists
}

// What a C2PA finding depends on beside the file; null without a manifest.
export function manifestBasis(finding: Finding): ManifestBasis | null {
  const examinedAt = textOf(finding.details?.examined_at);
  return examinedAt === '' ? null : { examinedAt, trust: textOf(finding.details?.trust) };
}

// The manifests of a C2PA finding as a tree, the active one as its root. Empty without manifests.
export function manifestTree(finding: Finding): ManifestNode[] {
  const manifests = listOf(finding.details?.manifests);
  const active = manifests.find((manifest) => manifest.active === true) ?? manifests[0];
  if (!active) return [];
  return [new TreeBuilder(manifests).manifest(active, 'manifest.active', 'active', [])];
}
