// What the user has put together so far, and one step back. Pure: files are opaque values here.
import type { ClaimContext } from '../api/types';
import type { MessageKey } from '../i18n/zh';

export const fileCountMax = 20;
export const fileBytesMax = 64 * 1024 * 1024;

export type Slot = 'references' | 'others';

export const timeFields = ['ordered_at', 'shipped_at', 'delivered_at', 'filed_at'] as const;
export type TimeField = (typeof timeFields)[number];

// Times as the browser's date field writes them, local, "" when not given.
export type DraftContext = Record<TimeField, string> & {
  declared_ai: boolean;
  capture_required: boolean;
};

export interface Notice {
  key: MessageKey;
  parameters: Record<string, string | number>;
}

interface Content {
  photo: File | null;
  references: readonly File[];
  others: readonly File[];
  context: DraftContext;
}

export interface Draft extends Content {
  // What to say about the last loss and what it was before; null when there is nothing to undo.
  undo: { notice: Notice; before: Content } | null;
}

export type DraftAction =
  | { type: 'set_photo'; file: File }
  | { type: 'remove_photo' }
  | { type: 'add'; slot: Slot; files: readonly File[] }
  | { type: 'remove'; slot: Slot; index: number }
  | { type: 'set_context'; context: Partial<DraftContext> }
  | { type: 'clear' }
  | { type: 'undo' };

const emptyContext: DraftContext = {
  ordered_at: '',
  shipped_at: '',
  delivered_at: '',
  filed_at: '',
  declared_ai: false,
  capture_required: false,
};

export const emptyDraft: Draft = {
  photo: null,
  references: [],
  others: [],
  context: emptyContext,
  undo: null,
};

function contentOf({ photo, references, others, context }: Draft): Content {
  return { photo, references, others, context };
}

function undoable(draft: Draft, key: MessageKey, name = ''): Draft['undo'] {
  return { notice: { key, parameters: { name } }, before: contentOf(draft) };
}

export function isUntouched(draft: Draft): boolean {
  const { photo, references, others, context } = draft;
  const hasContext = Object.values(context).some(Boolean);
  return !photo && references.length === 0 && others.length === 0 && !hasContext;
}

export function changeDraft(draft: Draft, action: DraftAction): Draft {
  switch (action.type) {
    case 'set_photo':
      return {
        ...draft,
        photo: action.file,
        undo: draft.photo ? undoable(draft, 'undo.replaced') : null,
      };
    case 'remove_photo':
      if (!draft.photo) return draft;
      return { ...draft, photo: null, undo: undoable(draft, 'undo.removed', draft.photo.name) };
    case 'add': {
      const files = [...draft[action.slot], ...action.files].slice(0, fileCountMax);
      return { ...draft, [action.slot]: files, undo: null };
    }
    case 'remove': {
      const removed = draft[action.slot][action.index];
      if (!removed) return draft;
      const files = draft[action.slot].filter((_, index) => index !== action.index);
      const undo = undoable(draft, 'undo.removed', removed.name);
      return { ...draft, [action.slot]: files, undo };
    }
    case 'set_context':
      return { ...draft, context: { ...draft.context, ...action.context } };
    case 'clear':
      return { ...emptyDraft, undo: isUntouched(draft) ? null : undoable(draft, 'undo.cleared') };
    case 'undo':
      return draft.undo ? { ...draft.undo.before, undo: null } : draft;
  }
}

// Splits files into those that can be added and the reasons why others cannot.
export function acceptFiles(
  files: readonly File[],
  room: number,
  formatBytes: (bytes: number) => string,
): { accepted: File[]; refused: Notice[] } {
  const accepted: File[] = [];
  const refused: Notice[] = [];
  let surplus = 0;
  for (const file of files) {
    if (file.size === 0) {
      refused.push({ key: 'drop.empty_file', parameters: { name: file.name } });
    } else if (file.size > fileBytesMax) {
      const parameters = { name: file.name, size: formatBytes(file.size), max: formatBytes(fileBytesMax) };
      refused.push({ key: 'drop.too_large', parameters });
    } else if (accepted.length >= room) {
      surplus += 1;
    } else {
      accepted.push(file);
    }
  }
  if (surplus > 0) refused.push({ key: 'drop.too_many', parameters: { max: fileCountMax, count: surplus } });
  return { accepted, refused };
}

// RFC 3339 in UTC; keys that nobody filled in are left out.
export function contextForApi(context: DraftContext): ClaimContext {
  const result: ClaimContext = {};
  for (const field of timeFields) {
    const time = new Date(context[field]);
    if (context[field] !== '' && !Number.isNaN(time.getTime())) result[field] = time.toISOString();
  }
  if (context.declared_ai) result.declared_ai = true;
  if (context.capture_required) result.capture_required = true;
  return result;
}

// The first pair of given times that is out of order.
export function timesOutOfOrder(context: DraftContext): { earlier: TimeField; later: TimeField } | null {
  const given = timeFields.filter((field) => context[field] !== '');
  for (let index = 1; index < given.length; index += 1) {
    const earlier = given[index - 1];
    const later = given[index];
    if (earlier && later && context[later] < context[earlier]) return { earlier, later };
  }
  return null;
}
