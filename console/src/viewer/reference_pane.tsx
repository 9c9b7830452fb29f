import { useState } from 'react';
import { useI18n } from '../i18n/i18n';
import { type Size, type View, fittedView } from './geometry';
import { type NumberedRegion, PictureLayer, RegionLayer } from './layers';
import { Stage } from './stage';
import { useImageSize } from './use_size';

interface ReferencePaneProps {
  caption: string;
  name: string;
  upright: string | undefined;
  aligned: string | undefined; // in the photo's frame: then it moves together with the photo
  photoSize: Size;
  photoView: View;
  onPhotoView: (view: View) => void;
  regions: readonly NumberedRegion[];
  selectedRegion: number | null;
}

export function ReferencePane(props: ReferencePaneProps) {
  const { t } = useI18n();
  const [ownView, setOwnView] = useState<View>(fittedView);
  const ownSize = useImageSize(props.upright);
  const source = props.aligned ?? props.upright;
  if (!source) {
    return (
      <div className="pane">
        <div className="pane-caption">
          <strong>{props.caption}</strong>
        </div>
        <p className="stage stage-empty">{t('viewer.no_reference_picture')}</p>
      </div>
    );
  }
  const isAligned = props.aligned !== undefined;
  const content = isAligned ? props.photoSize : ownSize;
  const state = t(isAligned ? 'viewer.aligned' : 'viewer.upright');
  return (
    <Stage
      testId="stage-reference"
      label={props.caption}
      hint={t('viewer.keys')}
      caption={`${props.caption} · ${state}`}
      captionDetail={props.name}
      content={content}
      view={isAligned ? props.photoView : ownView}
      onView={isAligned ? props.onPhotoView : setOwnView}
    >
      {(placement) => (
        <>
          <PictureLayer source={source} alt={props.caption} content={content} placement={placement} />
          <RegionLayer
            regions={props.regions}
            selected={props.selectedRegion}
            content={content}
            placement={placement}
          />
        </>
      )}
    </Stage>
  );
}
