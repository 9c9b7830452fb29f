import { useI18n } from '../i18n/i18n';
import type { Size, View } from './geometry';
import { MaskLayer, type NumberedRegion, PictureLayer, RegionLayer } from './layers';
import { SplitHandle, SplitLabels } from './split_handle';
import { type Focus, Stage } from './stage';

interface PhotoPaneProps {
  name: string;
  picture: string | undefined;
  mask: string | undefined;
  maskOpacity: number;
  size: Size;
  view: View;
  onView: (view: View) => void;
  focus: Focus | null;
  regions: readonly NumberedRegion[];
  selectedRegion: number | null;
  // The aligned reference to slide over, or null when the photo stands alone.
  behind: { source: string; caption: string; fraction: number } | null;
  onFraction: (fraction: number) => void;
}

// The claim photo with the edit map and the regions on top, and the aligned reference behind it.
export function PhotoPane(props: PhotoPaneProps) {
  const { t } = useI18n();
  const { behind, size } = props;
  const label = t('viewer.photo');
  return (
    <Stage
      testId="stage-photo"
      label={label}
      hint={t('viewer.keys')}
      caption={behind ? `${behind.caption} ⟷ ${label}` : label}
      captionDetail={props.name}
      content={size}
      view={props.view}
      onView={props.onView}
      focus={props.focus}
    >
      {(placement) => {
        const layer = { content: size, placement };
        return (
          <>
            {behind ? <PictureLayer source={behind.source} alt={behind.caption} {...layer} /> : null}
            <div
              className="clip"
              data-testid="photo-clip"
              style={behind ? { clipPath: `inset(0 0 0 ${behind.fraction * 100}%)` } : {}}
            >
              {props.picture ? <PictureLayer source={props.picture} alt={label} {...layer} /> : null}
              {props.mask ? <MaskLayer source={props.mask} opacity={props.maskOpacity} {...layer} /> : null}
            </div>
            <RegionLayer regions={props.regions} selected={props.selectedRegion} {...layer} />
            {behind ? (
              <>
                <SplitLabels left={behind.caption} right={label} />
                <SplitHandle
                  fraction={behind.fraction}
                  onFraction={props.onFraction}
                  label={t('viewer.split')}
                />
              </>
            ) : null}
          </>
        );
      }}
    </Stage>
  );
}
