import { Button, Progress, Spin } from 'antd';
import type { InspectProgress } from '../api/inspect';
import { useI18n } from '../i18n/i18n';

// The upload is measured, so it has a percentage. The examination is not, so it has none.
export function ProgressLine({ progress, onCancel }: { progress: InspectProgress; onCancel: () => void }) {
  const { t } = useI18n();
  const isUploading = progress.stage === 'uploading';
  const percent = isUploading ? Math.floor(progress.fraction * 100) : 100;
  return (
    <div className="progress-line" data-testid="progress" data-stage={progress.stage}>
      <div className="progress-text">
        {isUploading ? null : <Spin size="small" />}
        <span role="status">
          {isUploading ? t('progress.uploading', { percent }) : t('progress.examining')}
        </span>
      </div>
      {isUploading ? (
        <Progress percent={percent} showInfo={false} size="small" aria-hidden />
      ) : (
        <div className="indeterminate" aria-hidden="true" />
      )}
      <Button onClick={onCancel} data-testid="cancel">
        {t('action.cancel')}
      </Button>
    </div>
  );
}
