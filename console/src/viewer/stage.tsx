import { type ReactNode, useEffect, useRef } from 'react';
import {
  type Placement,
  type Rectangle,
  type Size,
  type View,
  clampView,
  isEmpty,
  placementOf,
  viewOfRegion,
} from './geometry';
import { useGestures } from './use_gestures';
import { useElementSize } from './use_size';

// A wish to see one region; a new object is a new wish, even for the same region.
export interface Focus {
  region: Rectangle;
}

interface StageProps {
  label: string;
  caption: string;
  captionDetail?: string | undefined;
  content: Size;
  view: View;
  onView: (view: View) => void;
  focus?: Focus | null;
  children: (placement: Placement, stage: Size) => ReactNode;
  testId: string;
  hint: string;
}

// Shows the wished region once, as soon as the pane can.
function useFocus(
  focus: Focus | null,
  isReady: boolean,
  content: Size,
  stage: Size,
  onView: (view: View) => void,
): void {
  const answered = useRef<Focus | null>(null);
  useEffect(() => {
    if (!focus || !isReady || answered.current === focus) return;
    answered.current = focus;
    onView(viewOfRegion(focus.region, content, stage));
  });
}

// Others may ask for more than this pane can magnify; then the shared view is told so.
function useZoomLimit(wished: View, shown: View, onView: (view: View) => void): void {
  const isBeyond = wished.zoom > shown.zoom;
  useEffect(() => {
    if (isBeyond) onView(shown);
  });
}

// One pane of the viewer: a box that zooms and pans whatever layers it is given.
export function Stage(props: StageProps) {
  const element = useRef<HTMLDivElement>(null);
  const stage = useElementSize(element);
  const { content, onView } = props;
  const isReady = !isEmpty(content) && !isEmpty(stage);
  const view = isReady ? clampView(props.view, content, stage) : props.view;
  useZoomLimit(props.view, view, onView);
  useFocus(props.focus ?? null, isReady, content, stage, onView);
  const gestures = useGestures(element, { view, content, stage, onView });
  return (
    <div className="pane">
      <div className="pane-caption">
        <strong>{props.caption}</strong>
        {props.captionDetail ? <span title={props.captionDetail}>{props.captionDetail}</span> : null}
      </div>
      <div
        {...gestures}
        ref={element}
        className={view.zoom > 1 ? 'stage stage-zoomed' : 'stage'}
        role="application"
        aria-label={`${props.label} ${props.hint}`}
        tabIndex={0}
        data-testid={props.testId}
        data-zoom={view.zoom.toFixed(3)}
      >
        {isReady ? props.children(placementOf(view, content, stage), stage) : null}
      </div>
    </div>
  );
}
