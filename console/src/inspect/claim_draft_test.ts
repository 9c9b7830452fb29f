import { expect, it } from 'vitest';
import {
  acceptFiles,
  changeDraft,
  contextForApi,
  emptyDraft,
  fileBytesMax,
  fileCountMax,
  isUntouched,
  timesOutOfOrder,
} from './claim_draft';

const file = (name: string, size = 10) => ({ name, size }) as File;
const filled = changeDraft(changeDraft(emptyDraft, { type: 'set_photo', file: file('a.jpg') }), {
  type: 'add',
  slot: 'references',
  files: [file('r1.jpg'), file('r2.jpg')],
});

it('gives a removed reference back at its place', () => {
  const removed = changeDraft(filled, { type: 'remove', slot: 'references', index: 0 });
  expect(removed.references.map(({ name }) => name)).toEqual(['r2.jpg']);
  expect(removed.undo?.notice.parameters).toEqual({ name: 'r1.jpg' });
  expect(changeDraft(removed, { type: 'undo' }).references).toEqual(filled.references);
});

it('can undo clearing and replacing', () => {
  const cleared = changeDraft(filled, { type: 'clear' });
  expect(isUntouched(cleared)).toBe(true);
  expect(changeDraft(cleared, { type: 'undo' }).photo?.name).toBe('a.jpg');
  const replaced = changeDraft(filled, { type: 'set_photo', file: file('b.jpg') });
  expect(changeDraft(replaced, { type: 'undo' }).photo?.name).toBe('a.jpg');
});

it('offers nothing to undo when nothing was lost', () => {
  expect(changeDraft(emptyDraft, { type: 'clear' }).undo).toBeNull();
  expect(changeDraft(emptyDraft, { type: 'undo' })).toBe(emptyDraft);
  expect(filled.undo).toBeNull();
});

it('says why a file was not taken', () => {
  const files = [file('empty', 0), file('huge', fileBytesMax + 1), file('1'), file('2')];
  const { accepted, refused } = acceptFiles(files, 1, String);
  expect(accepted.map(({ name }) => name)).toEqual(['1']);
  expect(refused.map(({ key }) => key)).toEqual([
    'drop.empty_file',
    'drop.too_large',
    'drop.too_many',
  ]);
});

it('never holds more files than the service takes', () => {
  const files = Array.from({ length: fileCountMax + 5 }, (_, index) => file(String(index)));
  expect(changeDraft(emptyDraft, { type: 'add', slot: 'others', files }).others).toHaveLength(fileCountMax);
});

it('sends only what was filled in, as UTC', () => {
  expect(contextForApi(emptyDraft.context)).toEqual({});
  const context = { ...emptyDraft.context, filed_at: '2026-03-01T08:30', declared_ai: true };
  expect(contextForApi(context)).toEqual({
    filed_at: new Date('2026-03-01T08:30').toISOString(),
    declared_ai: true,
  });
});

it('notices times that are out of order, across gaps', () => {
  const context = { ...emptyDraft.context, ordered_at: '2026-03-02T08:30', filed_at: '2026-03-01T08:30' };
  expect(timesOutOfOrder(context)).toEqual({ earlier: 'ordered_at', later: 'filed_at' });
  expect(timesOutOfOrder({ ...context, filed_at: '2026-03-05T08:30' })).toBeNull();
});
