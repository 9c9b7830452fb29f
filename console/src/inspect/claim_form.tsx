import { Alert, Button } from 'antd';
import type { Dispatch } from 'react';
import { useI18n } from '../i18n/i18n';
import { type Draft, type DraftAction, fileCountMax, isUntouched } from './claim_draft';
import { ContextFields } from './context_fields';
import { DropZone } from './drop_zone';
import { FailureAlert } from './failure_alert';
import { ProgressLine } from './progress_line';
import type { Examination } from './use_examination';

interface ClaimFormProps {
  draft: Draft;
  dispatch: Dispatch<DraftAction>;
  examination: Examination;
  onExamine: () => void;
  onCancel: () => void;
  onBackToResult: (() => void) | null;
}

function Pictures({ draft, dispatch, isDisabled }: Pick<ClaimFormProps, 'draft' | 'dispatch'> & { isDisabled: boolean }) {
  const { t } = useI18n();
  return (
    <>
      <DropZone
        testId="drop-photo"
        title={t('photo.title')}
        hint={t('photo.hint')}
        badge={t('photo.required')}
        isRequired
        isLarge
        files={draft.photo ? [draft.photo] : []}
        countMax={1}
        isDisabled={isDisabled}
        onAdd={([file]) => file && dispatch({ type: 'set_photo', file })}
        onRemove={() => dispatch({ type: 'remove_photo' })}
      />
      <DropZone
        testId="drop-references"
        title={t('references.title')}
        hint={t('references.hint', { max: fileCountMax })}
        badge={t('references.recommended')}
        isLarge
        files={draft.references}
        countMax={fileCountMax}
        isDisabled={isDisabled}
        onAdd={(files) => dispatch({ type: 'add', slot: 'references', files })}
        onRemove={(index) => dispatch({ type: 'remove', slot: 'references', index })}
      />
      <DropZone
        testId="drop-others"
        title={t('others.title')}
        hint={t('others.hint', { max: fileCountMax })}
        badge={t('optional')}
        files={draft.others}
        countMax={fileCountMax}
        isDisabled={isDisabled}
        onAdd={(files) => dispatch({ type: 'add', slot: 'others', files })}
        onRemove={(index) => dispatch({ type: 'remove', slot: 'others', index })}
      />
    </>
  );
}

function UndoLine({ draft, dispatch }: Pick<ClaimFormProps, 'draft' | 'dispatch'>) {
  const { t } = useI18n();
  if (!draft.undo) return null;
  const { key, parameters } = draft.undo.notice;
  return (
    <div className="undo-line" role="status">
      <span>{t(key, parameters)}</span>
      <Button type="link" size="small" onClick={() => dispatch({ type: 'undo' })} data-testid="undo">
        {t('action.undo')}
      </Button>
    </div>
  );
}

function Actions(props: ClaimFormProps) {
  const { t } = useI18n();
  const { draft, dispatch, examination } = props;
  if (examination.state === 'running') {
    return <ProgressLine progress={examination.progress} onCancel={props.onCancel} />;
  }
  const hint = !draft.photo
    ? t('action.need_photo')
    : draft.references.length === 0
      ? t('action.no_references')
      : '';
  return (
    <div className="actions">
      <Button
        type="primary"
        size="large"
        disabled={!draft.photo}
        onClick={props.onExamine}
        data-testid="examine"
      >
        {t(examination.state === 'failed' ? 'action.retry' : 'action.examine')}
      </Button>
      {props.onBackToResult ? (
        <Button size="large" onClick={props.onBackToResult}>
          {t('action.back_to_result')}
        </Button>
      ) : null}
      <Button
        size="large"
        type="text"
        disabled={isUntouched(draft)}
        onClick={() => dispatch({ type: 'clear' })}
        data-testid="clear"
      >
        {t('action.clear')}
      </Button>
      {hint ? <span className="actions-hint">{hint}</span> : null}
    </div>
  );
}

export function ClaimForm(props: ClaimFormProps) {
  const { t } = useI18n();
  const { draft, dispatch, examination } = props;
  const isRunning = examination.state === 'running';
  return (
    <form
      className="claim-form"
      aria-busy={isRunning}
      onSubmit={(event) => {
        event.preventDefault();
      }}
    >
      <div className="intro">
        <h2>{t('intro.title')}</h2>
        <p>{t('intro.text')}</p>
      </div>
      {examination.state === 'failed' ? <FailureAlert failure={examination.failure} /> : null}
      {examination.state === 'idle' && examination.wasCancelled ? (
        <Alert type="info" showIcon message={t('progress.cancelled')} />
      ) : null}
      <div className="claim-grid">
        <Pictures draft={draft} dispatch={dispatch} isDisabled={isRunning} />
        <ContextFields
          context={draft.context}
          isDisabled={isRunning}
          onChange={(context) => dispatch({ type: 'set_context', context })}
        />
      </div>
      <div className="action-bar">
        <UndoLine draft={draft} dispatch={dispatch} />
        <Actions {...props} />
      </div>
    </form>
  );
}
