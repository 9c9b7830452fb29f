import { useReducer, useState } from 'react';
import { changeDraft, contextForApi, emptyDraft } from './claim_draft';
import { ClaimForm } from './claim_form';
import { ResultView } from './result_view';
import { useExamination } from './use_examination';

// Two faces: the form, and the result. The draft outlives both, so that a picture can be changed
// and the claim examined again.
export function InspectPage() {
  const [draft, dispatch] = useReducer(changeDraft, emptyDraft);
  const { examination, start, stop, reset } = useExamination();
  const [isEditing, setIsEditing] = useState(false);

  const examine = () => {
    if (!draft.photo) return;
    setIsEditing(false);
    window.scrollTo({ top: 0 });
    const { photo, references, others } = draft;
    void start({ photo, references, others, context: contextForApi(draft.context) });
  };

  if (examination.state === 'done' && !isEditing) {
    return (
      <ResultView
        assessment={examination.assessment}
        files={examination.files}
        onEdit={() => setIsEditing(true)}
        onStartOver={() => {
          reset();
          dispatch({ type: 'clear' });
        }}
      />
    );
  }
  return (
    <ClaimForm
      draft={draft}
      dispatch={dispatch}
      examination={examination}
      onExamine={examine}
      onCancel={stop}
      onBackToResult={examination.state === 'done' ? () => setIsEditing(false) : null}
    />
  );
}
