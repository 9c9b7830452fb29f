import type { Pictures } from '../api/types';

const pictureUrl = /^data:image\/(jpeg|png|webp);base64,[A-Za-z0-9+/=]+$/;

// Only pictures inside the reply itself are shown, whatever it says.
export function safePicture(url: string | null | undefined): string | undefined {
  return typeof url === 'string' && pictureUrl.test(url) ? url : undefined;
}

export interface ShownPictures {
  photo: string | undefined;
  references: (string | undefined)[];
  mask: string | undefined;
  alignedReference: string | undefined;
}

export function shownPictures(pictures: Pictures | undefined): ShownPictures {
  return {
    photo: safePicture(pictures?.photo),
    references: (pictures?.references ?? []).map(safePicture),
    mask: safePicture(pictures?.mask),
    alignedReference: safePicture(pictures?.aligned_reference),
  };
}
