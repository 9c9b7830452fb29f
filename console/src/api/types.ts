// Shapes of the inspection API, as the contract of `pixiu inspect` states them
// (schema "pixiu.assessment/1"). A field that nothing answers is absent.

export type Language = 'zh' | 'en';

export type LocalText = Partial<Record<Language, string>>;

export type Band = 'clear' | 'review' | 'contradicted' | 'not_assessed';

export type Outcome = 'contradicts' | 'supports' | 'neutral' | 'not_applicable';

// Pixels of the upright decoded photo.
export interface Region {
  x: number;
  y: number;
  width: number;
  height: number;
}

export interface Finding {
  examiner: string;
  version?: string;
  family?: string;
  outcome: Outcome;
  log10_likelihood_ratio?: number;
  summary: LocalText;
  regions?: Region[];
  details?: Record<string, unknown>;
}

export interface PhotoFacts {
  sha256?: string;
  format?: string;
  width?: number;
  height?: number;
  bytes?: number;
}

export interface DerivedFromReference {
  reference: number;
  probability?: number;
  edited?: boolean;
}

export interface Answer {
  probability?: number;
  abstained?: boolean;
}

export interface AiDeclaration {
  declared?: 'generated' | 'composite' | 'none';
  by?: string[];
  article6?: 'generated' | 'possibly' | 'suspected' | 'none';
}

// Renditions the server made; data URLs. They may be smaller than `photo` says.
export interface Pictures {
  photo?: string;
  references?: (string | null)[];
  mask?: string;
  aligned_reference?: string;
}

export interface Assessment {
  schema: string;
  id?: string;
  engine?: { version?: string; calibration?: string; trust?: string };
  photo?: PhotoFacts;
  band: Band;
  probability?: number;
  log10_likelihood_ratio?: number;
  derived_from_reference?: DerivedFromReference | null;
  locally_altered?: Answer;
  synthesised?: Answer;
  ai?: AiDeclaration;
  findings: Finding[];
  timing_ms?: Record<string, number>;
  pictures?: Pictures;
}

// What is known about the claim; RFC 3339 times.
export interface ClaimContext {
  ordered_at?: string;
  shipped_at?: string;
  delivered_at?: string;
  filed_at?: string;
  declared_ai?: boolean;
  capture_required?: boolean;
}

// RFC 9457
export interface Problem {
  type?: string;
  title?: string;
  status?: number;
  detail?: string;
  instance?: string;
  code?: string;
}
