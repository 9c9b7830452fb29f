import { describe, expect, it } from 'vitest';
import {
  clampView,
  fitScale,
  fittedView,
  panBy,
  placementOf,
  viewOfRegion,
  zoomAt,
  zoomMax,
} from './geometry';

const content = { width: 1200, height: 1600 };
const stage = { width: 600, height: 400 };

describe('placement', () => {
  it('fits the whole content into the stage and centres it', () => {
    expect(fitScale(content, stage)).toBeCloseTo(0.25);
    expect(placementOf(fittedView, content, stage)).toEqual({ scale: 0.25, left: 150, top: 0 });
  });

  it('survives a stage that has no size yet', () => {
    expect(fitScale(content, { width: 0, height: 0 })).toBe(1);
    expect(viewOfRegion({ x: 0, y: 0, width: 5, height: 5 }, content, { width: 0, height: 0 })).toEqual(fittedView);
  });
});

describe('zooming', () => {
  it('keeps the content under the anchor in place', () => {
    const anchor = { x: 320, y: 130 };
    const start = { zoom: 3, center_x: 0.5, center_y: 0.4 };
    const before = placementOf(start, content, stage);
    const after = placementOf(zoomAt(start, 1.7, anchor, content, stage), content, stage);
    const contentX = (anchor.x - before.left) / before.scale;
    const contentY = (anchor.y - before.top) / before.scale;
    expect((anchor.x - after.left) / after.scale).toBeCloseTo(contentX, 6);
    expect((anchor.y - after.top) / after.scale).toBeCloseTo(contentY, 6);
  });

  it('never goes below the fitted size or above the limit', () => {
    const middle = { x: 300, y: 200 };
    expect(zoomAt(fittedView, 0.1, middle, content, stage)).toEqual(fittedView);
    expect(zoomAt(fittedView, 1e9, middle, content, stage).zoom).toBe(zoomMax(content, stage));
    expect(zoomMax({ width: 10, height: 10 }, stage)).toBe(4);
  });
});

describe('panning', () => {
  it('moves the content by as many screen pixels as asked', () => {
    const start = { zoom: 6, center_x: 0.5, center_y: 0.5 };
    const before = placementOf(start, content, stage);
    const after = placementOf(panBy(start, 25, -40, content, stage), content, stage);
    expect(after.left - before.left).toBeCloseTo(25, 6);
    expect(after.top - before.top).toBeCloseTo(-40, 6);
  });

  it('stops at the border of the content', () => {
    const view = panBy({ zoom: 6, center_x: 0.5, center_y: 0.5 }, 1e6, 1e6, content, stage);
    const { left, top } = placementOf(view, content, stage);
    expect(left).toBeCloseTo(0, 6);
    expect(top).toBeCloseTo(0, 6);
  });

  it('does nothing while the content fits', () => {
    expect(panBy(fittedView, 100, 100, content, stage)).toEqual(fittedView);
  });
});

describe('a region', () => {
  const region = { x: 900, y: 300, width: 100, height: 60 };

  it('is shown whole and in the middle', () => {
    const { scale, left, top } = placementOf(viewOfRegion(region, content, stage), content, stage);
    const middleX = left + (region.x + region.width / 2) * scale;
    const middleY = top + (region.y + region.height / 2) * scale;
    expect(middleX).toBeCloseTo(stage.width / 2, 6);
    expect(middleY).toBeCloseTo(stage.height / 2, 6);
    expect(region.width * scale).toBeLessThanOrEqual(stage.width);
  });

  it('at the corner leaves no gap beside the content', () => {
    const view = viewOfRegion({ x: 0, y: 0, width: 20, height: 20 }, content, stage);
    expect(view).toEqual(clampView(view, content, stage));
    expect(placementOf(view, content, stage).left).toBeCloseTo(0, 6);
  });

  it('of the whole picture is the fitted view', () => {
    const whole = { x: 0, y: 0, ...content };
    expect(viewOfRegion(whole, content, stage).zoom).toBe(1);
  });
});
