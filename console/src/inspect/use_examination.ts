import { useCallback, useEffect, useRef, useState } from 'react';
import { type ClaimFiles, InspectFailure, type InspectProgress, inspectClaim } from '../api/inspect';
import type { Assessment } from '../api/types';

export type Examination =
  | { state: 'idle'; wasCancelled: boolean }
  | { state: 'running'; progress: InspectProgress }
  | { state: 'failed'; failure: InspectFailure }
  | { state: 'done'; assessment: Assessment; files: ClaimFiles };

const idle: Examination = { state: 'idle', wasCancelled: false };

// One examination at a time; starting another or leaving the page cancels the one that runs.
export function useExamination() {
  const [examination, setExamination] = useState<Examination>(idle);
  const running = useRef<AbortController | null>(null);

  const cancel = useCallback(() => {
    running.current?.abort();
    running.current = null;
  }, []);

  useEffect(() => cancel, [cancel]);

  const start = useCallback(
    async (files: ClaimFiles) => {
      cancel();
      const controller = new AbortController();
      running.current = controller;
      const isCurrent = () => running.current === controller;
      try {
        const onProgress = (progress: InspectProgress) => {
          if (isCurrent()) setExamination({ state: 'running', progress });
        };
        const assessment = await inspectClaim(files, onProgress, controller.signal);
        if (isCurrent()) setExamination({ state: 'done', assessment, files });
      } catch (error) {
        if (!isCurrent()) return;
        const failure = error instanceof InspectFailure ? error : new InspectFailure('network');
        setExamination({ state: 'failed', failure });
      }
    },
    [cancel],
  );

  const stop = useCallback(() => {
    cancel();
    setExamination({ state: 'idle', wasCancelled: true });
  }, [cancel]);

  const reset = useCallback(() => {
    cancel();
    setExamination(idle);
  }, [cancel]);

  return { examination, start, stop, reset };
}
