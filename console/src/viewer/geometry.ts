// Arithmetic of the picture viewer: no DOM, no state.
//
// `content` is the picture in its own full pixels, `stage` the box on the screen in CSS pixels.
// A View says which point of the content lies in the middle of the stage and how far it is
// magnified beyond "fits completely". It holds for stages of any size, so panes can share one.

export interface Size {
  width: number;
  height: number;
}

export interface Point {
  x: number;
  y: number;
}

export interface Rectangle extends Point, Size {}

export interface View {
  zoom: number; // 1 = the whole content fits
  center_x: number; // 0..1 across the content
  center_y: number;
}

export interface Placement {
  scale: number; // CSS pixels per content pixel
  left: number;
  top: number;
}

export const fittedView: View = { zoom: 1, center_x: 0.5, center_y: 0.5 };

const scaleMax = 16;
const regionShareOfStage = 0.5;

export function isEmpty(size: Size): boolean {
  return !(size.width > 0 && size.height > 0);
}

export function fitScale(content: Size, stage: Size): number {
  if (isEmpty(content) || isEmpty(stage)) return 1;
  return Math.min(stage.width / content.width, stage.height / content.height);
}

export function zoomMax(content: Size, stage: Size): number {
  return Math.max(4, scaleMax / fitScale(content, stage));
}

function clamp(value: number, low: number, high: number): number {
  return Math.min(Math.max(value, low), high);
}

function clampCenter(center: number, shown: number, stage: number): number {
  if (shown <= stage) return 0.5;
  const margin = stage / 2 / shown;
  return clamp(center, margin, 1 - margin);
}

// Keeps the zoom within limits and the content from leaving the stage.
export function clampView(view: View, content: Size, stage: Size): View {
  const zoom = clamp(view.zoom, 1, zoomMax(content, stage));
  const scale = fitScale(content, stage) * zoom;
  return {
    zoom,
    center_x: clampCenter(view.center_x, content.width * scale, stage.width),
    center_y: clampCenter(view.center_y, content.height * scale, stage.height),
  };
}

export function placementOf(view: View, content: Size, stage: Size): Placement {
  const scale = fitScale(content, stage) * view.zoom;
  return {
    scale,
    left: stage.width / 2 - view.center_x * content.width * scale,
    top: stage.height / 2 - view.center_y * content.height * scale,
  };
}

// Magnifies by `factor` and leaves the content under `anchor` (a point of the stage) where it is.
export function zoomAt(
  view: View,
  factor: number,
  anchor: Point,
  content: Size,
  stage: Size,
): View {
  const before = placementOf(view, content, stage);
  const zoom = clamp(view.zoom * factor, 1, zoomMax(content, stage));
  const scale = fitScale(content, stage) * zoom;
  const contentX = (anchor.x - before.left) / before.scale;
  const contentY = (anchor.y - before.top) / before.scale;
  const next = {
    zoom,
    center_x: (contentX + (stage.width / 2 - anchor.x) / scale) / content.width,
    center_y: (contentY + (stage.height / 2 - anchor.y) / scale) / content.height,
  };
  return clampView(next, content, stage);
}

// Moves the content by (dx, dy) CSS pixels.
export function panBy(view: View, dx: number, dy: number, content: Size, stage: Size): View {
  const { scale } = placementOf(view, content, stage);
  const next = {
    zoom: view.zoom,
    center_x: view.center_x - dx / (content.width * scale),
    center_y: view.center_y - dy / (content.height * scale),
  };
  return clampView(next, content, stage);
}

// The view that shows `region` (content pixels) in the middle, with what is around it.
export function viewOfRegion(region: Rectangle, content: Size, stage: Size): View {
  if (isEmpty(content) || isEmpty(stage)) return fittedView;
  const width = Math.max(region.width, 1);
  const height = Math.max(region.height, 1);
  const scale = regionShareOfStage * Math.min(stage.width / width, stage.height / height);
  const next = {
    zoom: Math.min(scale, 4) / fitScale(content, stage),
    center_x: (region.x + region.width / 2) / content.width,
    center_y: (region.y + region.height / 2) / content.height,
  };
  return clampView(next, content, stage);
}

export function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}

export function midpoint(a: Point, b: Point): Point {
  return { x: (a.x + b.x) / 2, y: (a.y + b.y) / 2 };
}
