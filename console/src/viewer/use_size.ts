import { type RefObject, useEffect, useState } from 'react';
import type { Size } from './geometry';

const nothing: Size = { width: 0, height: 0 };

// Size of the element's content box, in CSS pixels; 0 x 0 before the first layout.
export function useElementSize(element: RefObject<HTMLElement | null>): Size {
  const [size, setSize] = useState(nothing);
  useEffect(() => {
    const target = element.current;
    if (!target) return;
    const observer = new ResizeObserver(() => {
      setSize({ width: target.clientWidth, height: target.clientHeight });
    });
    observer.observe(target);
    return () => observer.disconnect();
  }, [element]);
  return size;
}

// Pixel size of the picture at `source`; 0 x 0 while loading or when it cannot be shown.
export function useImageSize(source: string | undefined): Size {
  const [loaded, setLoaded] = useState<{ source: string; size: Size } | null>(null);
  useEffect(() => {
    if (!source) return;
    const image = new Image();
    image.onload = () => {
      setLoaded({ source, size: { width: image.naturalWidth, height: image.naturalHeight } });
    };
    image.src = source;
    return () => {
      image.onload = null;
    };
  }, [source]);
  return loaded && loaded.source === source ? loaded.size : nothing;
}
