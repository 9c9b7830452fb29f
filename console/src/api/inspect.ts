import type { Assessment, ClaimContext, Problem } from './types';

export interface ClaimFiles {
  photo: File;
  references: readonly File[];
  others: readonly File[];
  context: ClaimContext;
}

// `fraction` is what the browser really sent, 0..1; `examining` starts when the last byte has left.
export type InspectProgress = { stage: 'uploading'; fraction: number } | { stage: 'examining' };

export type FailureKind = 'network' | 'timeout' | 'unexpected_reply' | 'problem';

export class InspectFailure extends Error {
  readonly kind: FailureKind;
  readonly problem: Problem;

  constructor(kind: FailureKind, problem: Problem = {}) {
    super(problem.detail ?? problem.title ?? kind);
    this.kind = kind;
    this.problem = problem;
  }
}

export const inspectPath = '/v1/inspect?include=mask,renditions';
const requestTimeoutMs = 180_000;

export function claimForm(files: ClaimFiles): FormData {
  const form = new FormData();
  form.append('photo', files.photo, files.photo.name);
  for (const file of files.references) form.append('reference', file, file.name);
  for (const file of files.others) form.append('other', file, file.name);
  if (Object.keys(files.context).length > 0) {
    const json = JSON.stringify(files.context);
    form.append('context', new Blob([json], { type: 'application/json' }), 'context.json');
  }
  return form;
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

const bands: readonly unknown[] = ['clear', 'review', 'contradicted', 'not_assessed'];

function isAssessment(value: unknown): value is Assessment {
  return (
    isObject(value) &&
    typeof value.schema === 'string' &&
    value.schema.startsWith('pixiu.assessment/1') &&
    bands.includes(value.band) &&
    Array.isArray(value.findings)
  );
}

function problemOf(value: unknown, status: number): Problem {
  const problem: Problem = { status };
  if (!isObject(value)) return problem;
  for (const key of ['type', 'title', 'detail', 'instance', 'code'] as const) {
    const text = value[key];
    if (typeof text === 'string') problem[key] = text;
  }
  return problem;
}

// Turns a finished HTTP exchange into an assessment, or throws the InspectFailure that says why not.
export function readReply(status: number, body: string): Assessment {
  const value = parseJson(body);
  if (status === 200) {
    if (isAssessment(value)) return value;
    throw new InspectFailure('unexpected_reply', { status });
  }
  throw new InspectFailure('problem', problemOf(value, status));
}

// Sends the claim. Rejects with InspectFailure, or with an AbortError DOMException after `signal`.
// XMLHttpRequest rather than fetch: only it reports how much of an upload has left.
export function inspectClaim(
  files: ClaimFiles,
  onProgress: (progress: InspectProgress) => void,
  signal: AbortSignal,
): Promise<Assessment> {
  return new Promise((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open('POST', inspectPath);
    request.timeout = requestTimeoutMs;
    request.setRequestHeader('Accept', 'application/json, application/problem+json');
    request.upload.onprogress = (event) => {
      const fraction = event.lengthComputable && event.total > 0 ? event.loaded / event.total : 0;
      onProgress({ stage: 'uploading', fraction });
    };
    request.upload.onload = () => onProgress({ stage: 'examining' });
    request.onload = () => {
      try {
        resolve(readReply(request.status, request.responseText));
      } catch (failure) {
        reject(failure);
      }
    };
    request.onerror = () => reject(new InspectFailure('network'));
    request.ontimeout = () => reject(new InspectFailure('timeout'));
    request.onabort = () => reject(new DOMException('cancelled', 'AbortError'));
    signal.addEventListener('abort', () => request.abort(), { once: true });
    onProgress({ stage: 'uploading', fraction: 0 });
    request.send(claimForm(files));
  });
}
