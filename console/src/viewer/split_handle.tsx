import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

interface SplitHandleProps {
  fraction: number; // 0..1 of the stage, from the left
  onFraction: (fraction: number) => void;
  label: string;
}

const keyStep = 0.02;

function fractionAfterKey(key: string, fraction: number): number | null {
  switch (key) {
    case 'ArrowLeft':
    case 'ArrowDown':
      return Math.max(0, fraction - keyStep);
    case 'ArrowRight':
    case 'ArrowUp':
      return Math.min(1, fraction + keyStep);
    case 'Home':
      return 0;
    case 'End':
      return 1;
    default:
      return null;
  }
}

// The bar between "before" and "after".
export function SplitHandle({ fraction, onFraction, label }: SplitHandleProps) {
  const isDragging = useRef(false);

  const follow = (event: PointerEvent<HTMLElement>) => {
    const box = event.currentTarget.parentElement?.getBoundingClientRect();
    if (!box || box.width === 0) return;
    onFraction(Math.min(Math.max((event.clientX - box.left) / box.width, 0), 1));
  };
  const release = (event: PointerEvent<HTMLElement>) => {
    event.stopPropagation();
    isDragging.current = false;
  };
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const next = fractionAfterKey(event.key, fraction);
    if (next === null) return;
    event.preventDefault();
    event.stopPropagation();
    onFraction(next);
  };

  return (
    <div
      className="split-handle"
      style={{ left: `${fraction * 100}%` }}
      role="slider"
      tabIndex={0}
      aria-label={label}
      aria-orientation="horizontal"
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={Math.round(fraction * 100)}
      data-testid="split-handle"
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.stopPropagation();
        event.currentTarget.setPointerCapture(event.pointerId);
        isDragging.current = true;
      }}
      onPointerMove={(event) => {
        if (!isDragging.current) return;
        event.stopPropagation();
        follow(event);
      }}
      onPointerUp={release}
      onPointerCancel={release}
      onDoubleClick={(event) => event.stopPropagation()}
    >
      <span className="split-grip" aria-hidden="true">
        ⟺
      </span>
    </div>
  );
}

export function SplitLabels({ left, right }: { left: string; right: string }) {
  return (
    <div aria-hidden="true">
      <span className="split-label split-label-left">{left}</span>
      <span className="split-label split-label-right">{right}</span>
    </div>
  );
}
