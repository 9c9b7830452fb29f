import { Tag } from 'antd';
import type { Finding, Outcome } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { localText } from '../i18n/messages';
import { isOfFile } from './file_says';
import { FindingDetails } from './finding_details';
import { sortedFindings } from './reading';

const tagColor: Record<Outcome, string> = {
  contradicts: 'error',
  supports: 'success',
  neutral: 'default',
  not_applicable: 'default',
};

function FindingItem({ finding }: { finding: Finding }) {
  const { t, language } = useI18n();
  const log10 = finding.log10_likelihood_ratio;
  const text = localText(language, finding.summary);
  return (
    <li className={`finding finding-${finding.outcome}`} data-testid="finding" data-examiner={finding.examiner}>
      <div className="finding-head">
        <Tag color={tagColor[finding.outcome]} bordered={finding.outcome !== 'not_applicable'}>
          {t(`outcome.${finding.outcome}`)}
        </Tag>
        {log10 === undefined || finding.outcome === 'not_applicable' ? null : (
          <span className="finding-weight">{t('verdict.ratio.log', { value: log10.toFixed(1) })}</span>
        )}
      </div>
      <p className="finding-text">{text === '' ? finding.examiner : text}</p>
      <FindingDetails finding={finding} />
    </li>
  );
}

// What the pixels show. What the file says has a panel of its own, but for what contradicts.
export function FindingList({ findings }: { findings: readonly Finding[] }) {
  const { t } = useI18n();
  const sorted = sortedFindings(findings).filter(
    (finding) => finding.outcome === 'contradicts' || !isOfFile(finding),
  );
  const applied = sorted.filter((finding) => finding.outcome !== 'not_applicable');
  const rest = sorted.filter((finding) => finding.outcome === 'not_applicable');
  const item = (finding: Finding, index: number) => (
    <FindingItem key={`${finding.examiner}-${index}`} finding={finding} />
  );
  return (
    <section className="card" aria-labelledby="findings-title">
      <div className="card-head">
        <h3 id="findings-title">{t('findings.title')}</h3>
        <span className="count">{t('findings.count', { count: applied.length })}</span>
      </div>
      {sorted.length === 0 ? <p className="muted">{t('findings.empty')}</p> : null}
      <ul className="finding-list">{applied.map(item)}</ul>
      {rest.length > 0 ? (
        <details className="findings-rest" open={applied.length === 0}>
          <summary>{t('findings.not_applicable', { count: rest.length })}</summary>
          <ul className="finding-list">{rest.map(item)}</ul>
        </details>
      ) : null}
    </section>
  );
}
