import { type KeyboardEvent, type PointerEvent, type RefObject, useEffect, useRef } from 'react';
import {
  type Point,
  type Size,
  type View,
  distance,
  fittedView,
  midpoint,
  panBy,
  zoomAt,
} from './geometry';

const keyZoomFactor = 1.25;
const keyPanPx = 60;
const wheelLinePx = 16;

export interface Gestures {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
  onPointerMove: (event: PointerEvent<HTMLElement>) => void;
  onPointerUp: (event: PointerEvent<HTMLElement>) => void;
  onPointerCancel: (event: PointerEvent<HTMLElement>) => void;
  onDoubleClick: (event: React.MouseEvent<HTMLElement>) => void;
  onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

interface Frame {
  view: View;
  content: Size;
  stage: Size;
  onView: (view: View) => void;
}

function wheelFactor(event: WheelEvent): number {
  const delta = event.deltaMode === WheelEvent.DOM_DELTA_LINE ? event.deltaY * wheelLinePx : event.deltaY;
  // A pinch on a touch pad arrives as a wheel event with ctrl and small deltas.
  return Math.exp(-delta * (event.ctrlKey ? 0.01 : 0.0016));
}

function viewAfterKey(key: string, { view, content, stage }: Frame): View | null {
  const middle = { x: stage.width / 2, y: stage.height / 2 };
  switch (key) {
    case '+':
    case '=':
      return zoomAt(view, keyZoomFactor, middle, content, stage);
    case '-':
    case '_':
      return zoomAt(view, 1 / keyZoomFactor, middle, content, stage);
    case '0':
      return fittedView;
    case 'ArrowLeft':
      return panBy(view, keyPanPx, 0, content, stage);
    case 'ArrowRight':
      return panBy(view, -keyPanPx, 0, content, stage);
    case 'ArrowUp':
      return panBy(view, 0, keyPanPx, content, stage);
    case 'ArrowDown':
      return panBy(view, 0, -keyPanPx, content, stage);
    default:
      return null;
  }
}

// Wheel, drag, pinch, double click and keyboard on `element`, as changes of the view.
export function useGestures(element: RefObject<HTMLElement | null>, frame: Frame): Gestures {
  const latest = useRef(frame);
  latest.current = frame;
  const pointers = useRef(new Map<number, Point>());

  const change = (next: View) => {
    // Several events may arrive before React renders again; each builds on the one before.
    latest.current = { ...latest.current, view: next };
    latest.current.onView(next);
  };

  const pointOf = (event: { clientX: number; clientY: number }): Point => {
    const box = element.current?.getBoundingClientRect();
    return { x: event.clientX - (box?.left ?? 0), y: event.clientY - (box?.top ?? 0) };
  };

  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const onWheel = (event: WheelEvent) => {
      event.preventDefault();
      const box = target.getBoundingClientRect();
      const anchor = { x: event.clientX - box.left, y: event.clientY - box.top };
      const { view, content, stage, onView } = latest.current;
      const next = zoomAt(view, wheelFactor(event), anchor, content, stage);
      latest.current = { ...latest.current, view: next };
      onView(next);
    };
    target.addEventListener('wheel', onWheel, { passive: false });
    return () => target.removeEventListener('wheel', onWheel);
  }, [element]);

  const release = (event: PointerEvent<HTMLElement>) => {
    pointers.current.delete(event.pointerId);
  };

  return {
    onPointerDown: (event) => {
      if (event.button !== 0) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      pointers.current.set(event.pointerId, pointOf(event));
    },
    onPointerMove: (event) => {
      const before = pointers.current.get(event.pointerId);
      if (!before) return;
      const now = pointOf(event);
      const { view, content, stage } = latest.current;
      const other = [...pointers.current].find(([id]) => id !== event.pointerId)?.[1];
      pointers.current.set(event.pointerId, now);
      if (!other) {
        change(panBy(view, now.x - before.x, now.y - before.y, content, stage));
        return;
      }
      const middleBefore = midpoint(before, other);
      const middle = midpoint(now, other);
      const factor = distance(now, other) / Math.max(distance(before, other), 1);
      const zoomed = zoomAt(view, factor, middle, content, stage);
      change(panBy(zoomed, middle.x - middleBefore.x, middle.y - middleBefore.y, content, stage));
    },
    onPointerUp: release,
    onPointerCancel: release,
    onDoubleClick: (event) => {
      const { view, content, stage } = latest.current;
      change(zoomAt(view, 2, pointOf(event), content, stage));
    },
    onKeyDown: (event) => {
      if (event.ctrlKey || event.metaKey || event.altKey) return;
      const next = viewAfterKey(event.key, latest.current);
      if (!next) return;
      event.preventDefault();
      change(next);
    },
  };
}
