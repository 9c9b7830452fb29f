import { Checkbox, Input } from 'antd';
import { useId } from 'react';
import { useI18n } from '../i18n/i18n';
import { type DraftContext, timeFields, timesOutOfOrder } from './claim_draft';

interface ContextFieldsProps {
  context: DraftContext;
  isDisabled: boolean;
  onChange: (context: Partial<DraftContext>) => void;
}

export function ContextFields({ context, isDisabled, onChange }: ContextFieldsProps) {
  const { t } = useI18n();
  const id = useId();
  const wrong = timesOutOfOrder(context);
  return (
    <section className="card context" aria-labelledby={`${id}-title`}>
      <div className="drop-head">
        <h3 id={`${id}-title`}>{t('context.title')}</h3>
        <span className="badge">{t('optional')}</span>
      </div>
      <div className="context-times">
        {timeFields.map((field) => (
          <label key={field}>
            <span>{t(`context.${field}`)}</span>
            <Input
              type="datetime-local"
              size="small"
              value={context[field]}
              disabled={isDisabled}
              onChange={(event) => onChange({ [field]: event.target.value })}
            />
          </label>
        ))}
      </div>
      {wrong ? (
        <p className="drop-refused" role="status">
          {t('context.order_wrong', {
            earlier: t(`context.${wrong.earlier}`),
            later: t(`context.${wrong.later}`),
          })}
        </p>
      ) : null}
      <Checkbox
        checked={context.declared_ai}
        disabled={isDisabled}
        onChange={(event) => onChange({ declared_ai: event.target.checked })}
      >
        {t('context.declared_ai')}
      </Checkbox>
      <Checkbox
        checked={context.capture_required}
        disabled={isDisabled}
        onChange={(event) => onChange({ capture_required: event.target.checked })}
      >
        {t('context.capture_required')}
      </Checkbox>
    </section>
  );
}
