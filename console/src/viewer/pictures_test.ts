import { expect, it } from 'vitest';
import { safePicture, shownPictures } from './pictures';

it('accepts pictures inside the reply and nothing else', () => {
  expect(safePicture('data:image/jpeg;base64,/9j/4A==')).toBe('data:image/jpeg;base64,/9j/4A==');
  expect(safePicture('data:image/svg+xml;base64,AAAA')).toBeUndefined();
  expect(safePicture('https://elsewhere.example/a.jpg')).toBeUndefined();
  expect(safePicture('data:image/png;base64,AA" onerror="x')).toBeUndefined();
  expect(safePicture(null)).toBeUndefined();
});

it('keeps the place of a reference that cannot be shown', () => {
  const shown = shownPictures({ references: [null, 'data:image/png;base64,AAAA'] });
  expect(shown.references).toEqual([undefined, 'data:image/png;base64,AAAA']);
  expect(shownPictures(undefined)).toEqual({
    photo: undefined,
    references: [],
    mask: undefined,
    alignedReference: undefined,
  });
});
