import { type CSSProperties, useEffect, useRef } from 'react';
import type { Region } from '../api/types';
import type { Placement, Size } from './geometry';

export interface LayerProps {
  content: Size;
  placement: Placement;
}

const pixelatedFromScale = 3;

function boxStyle({ content, placement }: LayerProps): CSSProperties {
  return {
    left: 0,
    top: 0,
    width: content.width * placement.scale,
    height: content.height * placement.scale,
    transform: `translate(${placement.left}px, ${placement.top}px)`,
  };
}

export function PictureLayer({ source, alt, ...layer }: LayerProps & { source: string; alt: string }) {
  const style = boxStyle(layer);
  if (layer.placement.scale >= pixelatedFromScale) style.imageRendering = 'pixelated';
  return <img className="layer" src={source} alt={alt} draggable={false} style={style} />;
}

const tint = { red: 255, green: 32, blue: 64 };

function paintMask(canvas: HTMLCanvasElement, image: HTMLImageElement): void {
  canvas.width = image.naturalWidth;
  canvas.height = image.naturalHeight;
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context || canvas.width === 0) return;
  context.drawImage(image, 0, 0);
  const picture = context.getImageData(0, 0, canvas.width, canvas.height);
  const bytes = picture.data;
  for (let offset = 0; offset < bytes.length; offset += 4) {
    const altered = bytes[offset] ?? 0;
    bytes[offset] = tint.red;
    bytes[offset + 1] = tint.green;
    bytes[offset + 2] = tint.blue;
    bytes[offset + 3] = altered;
  }
  context.putImageData(picture, 0, 0);
}

// The edit map: grey 0..255 of the mask becomes the transparency of one colour.
export function MaskLayer({ source, opacity, ...layer }: LayerProps & { source: string; opacity: number }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const image = new Image();
    image.onload = () => {
      if (canvas.current) paintMask(canvas.current, image);
    };
    image.src = source;
    return () => {
      image.onload = null;
    };
  }, [source]);
  return (
    <canvas
      ref={canvas}
      className="layer"
      data-testid="mask"
      aria-hidden="true"
      style={{ ...boxStyle(layer), opacity }}
    />
  );
}

export interface NumberedRegion extends Region {
  number: number;
}

interface RegionLayerProps extends LayerProps {
  regions: readonly NumberedRegion[];
  selected: number | null;
}

export function RegionLayer({ regions, selected, ...layer }: RegionLayerProps) {
  const { placement } = layer;
  return (
    <div className="layer" aria-hidden="true" style={boxStyle(layer)}>
      {regions.map((region) => (
        <div
          key={region.number}
          data-testid="region-box"
          className={region.number === selected ? 'region-box region-box-selected' : 'region-box'}
          style={{
            left: region.x * placement.scale,
            top: region.y * placement.scale,
            width: region.width * placement.scale,
            height: region.height * placement.scale,
          }}
        >
          <span className="region-number">{region.number}</span>
        </div>
      ))}
    </div>
  );
}
