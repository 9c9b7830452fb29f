import { describe, expect, it } from 'vitest';
import type { Finding } from '../api/types';
import { type ManifestNode, fileSections, isOfFile, manifestBasis, manifestTree } from './file_says';

const finding = (over: Partial<Finding>): Finding => ({
  examiner: 'x',
  family: 'declaration',
  outcome: 'neutral',
  summary: {},
  ...over,
});

describe('sections', () => {
  it('hold the findings about the file, contradictions first, and nothing else', () => {
    const sections = fileSections([
      finding({ examiner: 'same_capture', family: 'reference' }),
      finding({ examiner: 'gb45438_label' }),
      finding({ examiner: 'ai_trace', outcome: 'contradicts' }),
      finding({ examiner: 'edit_trace' }),
      finding({ examiner: 'capture_time', family: 'capture_context' }),
      finding({ examiner: 'c2pa', outcome: 'not_applicable' }),
    ]);
    expect(sections.map(({ title }) => title)).toEqual([
      'file.section.marks',
      'file.section.history',
      'file.section.capture',
    ]);
    expect(sections[0]?.findings.map(({ examiner }) => examiner)).toEqual(['ai_trace', 'gb45438_label']);
  });

  it('are none for a result of pixels alone', () => {
    expect(fileSections([finding({ family: 'reference' })])).toEqual([]);
    expect(isOfFile(finding({ family: 'reference' }))).toBe(false);
  });
});

const signer = { signature_valid: true, trusted: false, organization: 'OpenAI' };

describe('the manifest tree', () => {
  it('leads from the active manifest to its ingredients', () => {
    const [root] = manifestTree(
      finding({
        details: {
          manifests: [
            { label: 'b', active: true, signer, ingredients: [{ relationship: 'parentOf', title: 'image.png', manifest: 'a' }] },
            { label: 'a', signer, actions: [{ action: 'c2pa.created', source_type: 'generated' }] },
          ],
        },
      }),
    );
    expect(root?.label).toBe('manifest.active');
    const ingredient = root?.children.find(({ label }) => label === 'manifest.ingredient.parentOf');
    expect(ingredient?.text).toBe('image.png');
    const action = ingredient?.children[0]?.children.find(({ label }) => label === 'manifest.action');
    expect(action?.text).toBe('c2pa.created · generated');
  });

  it('ends where manifests lead to themselves', () => {
    const loop = { label: 'a', active: true, signer, ingredients: [{ relationship: 'parentOf', manifest: 'a' }] };
    const [root] = manifestTree(finding({ details: { manifests: [loop] } }));
    const ingredient = root?.children.find(({ label }) => label === 'manifest.ingredient.parentOf');
    expect(ingredient?.children).toEqual([]);
  });

  it('stays small where every manifest leads to the next by many ways', () => {
    const manifests = Array.from({ length: 10 }, (_, index) => ({
      label: `${index}`,
      active: index === 0,
      signer,
      ingredients: Array.from({ length: 10 }, () => ({ relationship: 'componentOf', manifest: `${index + 1}` })),
    }));
    const count = (nodes: ManifestNode[]): number =>
      nodes.reduce((sum, node) => sum + 1 + count(node.children), 0);
    expect(count(manifestTree(finding({ details: { manifests } })))).toBeLessThan(2000);
  });

  it('shows failures and signatures that do not hold', () => {
    const statuses = [{ code: 'assertion.dataHash.mismatch', kind: 'failure' }];
    const [root] = manifestTree(finding({ details: { manifests: [{ label: 'a', active: true, signer: {}, statuses }] } }));
    expect(root?.tone).toBe('bad');
    expect(root?.children.map(({ label }) => label)).toEqual(['manifest.signer.invalid', 'manifest.failure']);
  });

  it('does not call a picture wrong because nobody knows its signer', () => {
    const statuses = [{ code: 'signingCredential.untrusted', kind: 'failure' }];
    const [root] = manifestTree(finding({ details: { manifests: [{ label: 'a', active: true, signer, statuses }] } }));
    expect(root?.tone).toBe('plain');
    expect(root?.children.map(({ label }) => label)).toEqual(['manifest.signer.unknown', 'manifest.signer.note']);
  });

  it('shows whom a manifest names, and whether that is proven', () => {
    const named = (identity: object) => {
      const statuses = [{ code: 'cawg.x509.credential.untrusted', kind: 'failure' }];
      const manifests = [{ label: 'a', active: true, signer, statuses, identities: [identity] }];
      const [root] = manifestTree(finding({ details: { manifests } }));
      expect(root?.tone).toBe('plain');
      return root?.children.find(({ label }) => label.startsWith('manifest.identity'));
    };
    const by = (trusted: boolean, valid = true) => ({
      well_formed: true,
      signer: { common_name: 'A', signature_valid: valid, trusted },
    });
    expect(named(by(true))).toMatchObject({ label: 'manifest.identity.known', text: 'A', tone: 'good' });
    expect(named(by(false))?.label).toBe('manifest.identity.unproven');
    expect(named(by(true, false))?.label).toBe('manifest.identity.invalid');
    expect(named({ ...by(true), well_formed: false })?.label).toBe('manifest.identity.invalid');
    const stated = named({ well_formed: true, aggregator: 'did:web:x', stated: ['cawg.social_media: b (c)'] });
    expect(stated).toMatchObject({ label: 'manifest.identity.unproven', text: 'cawg.social_media: b (c) · did:web:x' });
  });

  it('names the time and the lists it rests on', () => {
    const details = { examined_at: '2026-01-02T00:00:00Z', trust: 'sha256:ab' };
    expect(manifestBasis(finding({ details }))).toEqual({ examinedAt: details.examined_at, trust: details.trust });
    expect(manifestBasis(finding({ details: {} }))).toBeNull();
  });

  it('is empty without manifests, whatever the details are', () => {
    for (const details of [undefined, {}, { manifests: 3 }, { manifests: [1, null] }]) {
      expect(manifestTree(finding(details === undefined ? {} : { details }))).toEqual([]);
    }
  });
});
