import type { Finding } from '../api/types';
import { useI18n } from '../i18n/i18n';
import { detailRows } from './reading';

// What a finding rests on, folded away.
export function FindingDetails({ finding }: { finding: Finding }) {
  const { t } = useI18n();
  const rows = detailRows(finding);
  const identity = [finding.examiner, finding.version, finding.family].filter(Boolean).join(' · ');
  return (
    <details className="finding-details">
      <summary>{t('findings.details')}</summary>
      <table>
        <tbody>
          <tr>
            <th scope="row">examiner</th>
            <td>{identity}</td>
          </tr>
          {rows.map(({ name, text }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{text}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </details>
  );
}
