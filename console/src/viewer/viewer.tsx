import { useState } from 'react';
import { useI18n } from '../i18n/i18n';
import { type Size, type View, fittedView } from './geometry';
import type { NumberedRegion } from './layers';
import { PhotoPane } from './photo_pane';
import type { ShownPictures } from './pictures';
import { ReferencePane } from './reference_pane';
import { ReferencePicker } from './reference_picker';
import type { Focus } from './stage';
import { type Mode, Toolbar } from './toolbar';

export interface ViewerProps {
  pictures: ShownPictures;
  photoSize: Size;
  photoName: string;
  referenceNames: readonly string[];
  derivedReference: number | null;
  firstReference: number;
  regions: readonly NumberedRegion[];
  selectedRegion: number | null;
  focus: Focus | null;
}

const maskOpacityAtFirst = 0.55;
const splitAtFirst = 0.5;

interface Settings {
  mode: Mode;
  maskOpacity: number;
  hasRegionBoxes: boolean;
  isAligned: boolean;
  split: number;
}

function settingsAtFirst({ pictures }: ViewerProps): Settings {
  const hasReference = pictures.references.length > 0;
  return {
    mode: hasReference ? 'side' : 'photo',
    maskOpacity: maskOpacityAtFirst,
    hasRegionBoxes: true,
    isAligned: true,
    split: splitAtFirst,
  };
}

// The photo, beside or under the reference, with the edit map and the regions on top.
export function Viewer(props: ViewerProps) {
  const { t } = useI18n();
  const { pictures, photoSize, regions } = props;
  const [settings, setSettings] = useState(() => settingsAtFirst(props));
  const [reference, setReference] = useState(props.firstReference);
  const [view, setView] = useState<View>(fittedView);
  const change = (next: Partial<Settings>) => setSettings((before) => ({ ...before, ...next }));

  const aligned = reference === props.derivedReference ? pictures.alignedReference : undefined;
  const isAligned = aligned !== undefined && settings.isAligned;
  const mode = settings.mode === 'slider' && !aligned ? 'side' : settings.mode;
  const referenceCaption = t('viewer.reference', { number: reference + 1 });

  const shownRegions = settings.hasRegionBoxes ? regions : [];

  return (
    <section className="viewer card" aria-label={t('viewer.title')}>
      <Toolbar
        mode={mode}
        maskOpacity={settings.maskOpacity}
        hasRegionBoxes={settings.hasRegionBoxes}
        isAligned={settings.isAligned}
        hasReferences={pictures.references.length > 0}
        canSlide={aligned !== undefined}
        hasMask={pictures.mask !== undefined}
        hasRegions={regions.length > 0}
        zoom={view.zoom}
        onChange={change}
        onZoom={(zoom) => setView((before) => ({ ...before, zoom }))}
        onFit={() => setView(fittedView)}
      />
      <div className={mode === 'side' ? 'panes panes-two' : 'panes'}>
        <PhotoPane
          name={props.photoName}
          picture={pictures.photo}
          mask={pictures.mask}
          maskOpacity={settings.maskOpacity}
          size={photoSize}
          view={view}
          onView={setView}
          focus={props.focus}
          regions={shownRegions}
          selectedRegion={props.selectedRegion}
          behind={
            mode === 'slider' && aligned
              ? { source: aligned, caption: referenceCaption, fraction: settings.split }
              : null
          }
          onFraction={(split) => change({ split })}
        />
        {mode === 'side' ? (
          <ReferencePane
            key={`${reference}-${isAligned}`}
            caption={referenceCaption}
            name={props.referenceNames[reference] ?? ''}
            upright={pictures.references[reference]}
            aligned={isAligned ? aligned : undefined}
            photoSize={photoSize}
            photoView={view}
            onPhotoView={setView}
            regions={isAligned ? shownRegions : []}
            selectedRegion={props.selectedRegion}
          />
        ) : null}
      </div>
      <div className="viewer-foot">
        {mode === 'photo' ? null : (
          <ReferencePicker
            references={pictures.references}
            names={props.referenceNames}
            chosen={reference}
            onChoose={setReference}
          />
        )}
        {pictures.references.length > 0 && !aligned ? (
          <p className="muted">{t('viewer.slider_unavailable')}</p>
        ) : null}
        <p className="viewer-keys">{t('viewer.keys')}</p>
      </div>
    </section>
  );
}
