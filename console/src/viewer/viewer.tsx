import { useState } from 'react';
import { useI18n } from '../i18n/i18n';
import { type Size, type View, fittedView } from './geometry';
import { MaskLayer, type NumberedRegion, PictureLayer, RegionLayer } from './layers';
import type { ShownPictures } from './pictures';
import { ReferencePane } from './reference_pane';
import { ReferencePicker } from './reference_picker';
import { SplitHandle } from './split_handle';
import { type Focus, Stage } from './stage';
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

  const photoPane = (
    <Stage
      testId="stage-photo"
      label={t('viewer.photo')}
      hint={t('viewer.keys')}
      caption={mode === 'slider' ? `${referenceCaption}  ⟷  ${t('viewer.photo')}` : t('viewer.photo')}
      captionDetail={mode === 'slider' ? undefined : props.photoName}
      content={photoSize}
      view={view}
      onView={setView}
      focus={props.focus}
    >
      {(placement) => (
        <>
          {mode === 'slider' && aligned ? (
            <PictureLayer source={aligned} alt={referenceCaption} content={photoSize} placement={placement} />
          ) : null}
          <div
            className="clip"
            style={mode === 'slider' ? { clipPath: `inset(0 0 0 ${settings.split * 100}%)` } : {}}
          >
            {pictures.photo ? (
              <PictureLayer source={pictures.photo} alt={t('viewer.photo')} content={photoSize} placement={placement} />
            ) : null}
            {pictures.mask ? (
              <MaskLayer
                source={pictures.mask}
                opacity={settings.maskOpacity}
                content={photoSize}
                placement={placement}
              />
            ) : null}
          </div>
          {settings.hasRegionBoxes ? (
            <RegionLayer
              regions={regions}
              selected={props.selectedRegion}
              content={photoSize}
              placement={placement}
            />
          ) : null}
          {mode === 'slider' ? (
            <SplitHandle
              fraction={settings.split}
              onFraction={(split) => change({ split })}
              label={t('viewer.split')}
            />
          ) : null}
        </>
      )}
    </Stage>
  );

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
        {photoPane}
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
            regions={settings.hasRegionBoxes && isAligned ? regions : []}
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
        <p className="viewer-keys">{t('viewer.keys')}</p>
      </div>
    </section>
  );
}
