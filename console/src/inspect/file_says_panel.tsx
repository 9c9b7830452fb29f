import { Tag, Tree } from 'antd';
import type { DataNode } from 'antd/es/tree';
import type { Assessment, Finding } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { localText } from '../i18n/messages';
import type { NumberedRegion } from '../viewer/layers';
import { type ManifestNode, fileSections, manifestBasis, manifestTree } from './file_says';
import { FindingDetails } from './finding_details';
import { regionsOf } from './reading';

function ManifestTree({ finding }: { finding: Finding }) {
  const { t } = useI18n();
  const roots = manifestTree(finding);
  const basis = manifestBasis(finding);
  if (roots.length === 0) return null;
  const dataNode = (node: ManifestNode): DataNode => ({
    key: node.key,
    title: (
      <span className={`manifest-node manifest-node-${node.tone}`}>
        <span className="manifest-label">{t(node.label)}</span> {node.text}
      </span>
    ),
    children: node.children.map(dataNode),
  });
  return (
    <div className="manifest-tree" data-testid="manifest-tree">
      <Tree
        treeData={roots.map(dataNode)}
        defaultExpandAll
        selectable={false}
        virtual={false}
        showLine
        aria-label={t('manifest.title')}
      />
      {basis ? (
        <p className="muted manifest-basis" data-testid="manifest-basis">
          {t('manifest.examined', { time: basis.examinedAt.slice(0, 10) })}
          {basis.trust === '' ? t('manifest.trust.none') : t('manifest.trust', { digest: basis.trust.slice(7, 19) })}
        </p>
      ) : null}
    </div>
  );
}

interface RegionChoice {
  regions: readonly NumberedRegion[];
  onSelect: (region: NumberedRegion) => void;
}

// Where in the picture a mark stands: the numbers drawn over it, to go there.
function RegionLinks({ finding, regions, onSelect }: RegionChoice & { finding: Finding }) {
  const { t } = useI18n();
  const own = regionsOf(finding, regions);
  if (own.length === 0) return null;
  return (
    <p className="file-regions" data-testid="file-regions">
      {own.map((region) => (
        <button
          key={region.number}
          type="button"
          className="region-item"
          aria-label={t('findings.zoom_to', { number: region.number })}
          onClick={() => onSelect(region)}
        >
          <span className="region-number">{region.number}</span>
          {Math.round(region.width)} × {Math.round(region.height)}
        </button>
      ))}
    </p>
  );
}

function FileFinding({ finding, ...choice }: RegionChoice & { finding: Finding }) {
  const { t, language } = useI18n();
  const text = localText(language, finding.summary);
  return (
    <li className={`finding finding-${finding.outcome}`} data-testid="file-finding" data-examiner={finding.examiner}>
      {finding.outcome === 'contradicts' ? <Tag color="error">{t('outcome.contradicts')}</Tag> : null}
      {finding.outcome === 'supports' ? <Tag color="success">{t('outcome.supports')}</Tag> : null}
      <p className="finding-text">{text === '' ? finding.examiner : text}</p>
      <RegionLinks finding={finding} {...choice} />
      {finding.examiner === 'c2pa' ? <ManifestTree finding={finding} /> : <FindingDetails finding={finding} />}
    </li>
  );
}

// What the file says about itself: marks of AI, signed manifests, programs, how it was taken.
export function FileSaysPanel({ assessment, ...choice }: RegionChoice & { assessment: Assessment }) {
  const { t } = useI18n();
  const { ai, findings } = assessment;
  const sections = fileSections(findings);
  if (sections.length === 0) return null;
  return (
    <section className="card file-says" aria-labelledby="file-says-title" data-testid="file-says">
      <div className="card-head">
        <h3 id="file-says-title">{t('file.title')}</h3>
      </div>
      <p className="muted">{t('file.note')}</p>
      {ai?.declared ? (
        <p className="file-says-ai" data-testid="file-says-ai" data-declared={ai.declared}>
          <strong>{t(`ai.${ai.declared}`)}</strong>
          {ai.article6 && ai.article6 !== 'none' ? <span>{t(`ai.article6.${ai.article6}`)}</span> : null}
        </p>
      ) : null}
      {sections.map(({ title, findings: ofSection }) => (
        <div key={title} className="file-section">
          <h4>{t(title)}</h4>
          <ul className="finding-list">
            {ofSection.map((finding, index) => (
              <FileFinding key={`${finding.examiner}-${index}`} finding={finding} {...choice} />
            ))}
          </ul>
        </div>
      ))}
    </section>
  );
}
