import { Alert } from 'antd';
import type { InspectFailure } from '../api/inspect';
import { useI18n } from '../i18n/i18n';
import { isMessageKey } from '../i18n/messages';
import type { MessageKey } from '../i18n/zh';

function explanationKey(failure: InspectFailure): MessageKey {
  if (failure.kind !== 'problem') return `error.${failure.kind}`;
  if (failure.problem.code === 'deadline_exceeded' && failure.problem.status !== 408) {
    return 'error.deadline_exceeded';
  }
  const key = `error.status_${failure.problem.status ?? 0}`;
  return isMessageKey(key) ? key : 'error.other';
}

// A failed request in words: ours first, then what the service itself said.
export function FailureAlert({ failure }: { failure: InspectFailure }) {
  const { t } = useI18n();
  const { title, detail, code, status } = failure.problem;
  const said = [title, detail].filter((text) => text && text !== '').join(' — ');
  const codes = [status, code].filter(Boolean).join(' ');
  return (
    <Alert
      type="error"
      showIcon
      data-testid="failure"
      message={t('error.title')}
      description={
        <>
          <p className="failure-text">{t(explanationKey(failure))}</p>
          {said ? (
            <p className="failure-said">
              {t('error.technical')}: <span lang="en">{said}</span>
            </p>
          ) : null}
          {codes ? (
            <p className="failure-said">
              {t('error.code')}: <code>{codes}</code>
            </p>
          ) : null}
        </>
      }
    />
  );
}
