import { ExpandOutlined, MinusOutlined, PlusOutlined } from '@ant-design/icons';
import { Button, Segmented, Slider, Switch } from 'antd';
import { useI18n } from '../i18n/i18n';

export type Mode = 'side' | 'slider' | 'photo';

interface ToolbarProps {
  mode: Mode;
  maskOpacity: number;
  hasRegionBoxes: boolean;
  isAligned: boolean;
  hasReferences: boolean;
  canSlide: boolean;
  hasMask: boolean;
  hasRegions: boolean;
  zoom: number;
  onChange: (settings: {
    mode?: Mode;
    maskOpacity?: number;
    hasRegionBoxes?: boolean;
    isAligned?: boolean;
  }) => void;
  onZoom: (zoom: number) => void;
  onFit: () => void;
}

const zoomStep = 1.25;

function ZoomButtons({ zoom, onZoom, onFit }: Pick<ToolbarProps, 'zoom' | 'onZoom' | 'onFit'>) {
  const { t } = useI18n();
  return (
    <div className="zoom-buttons" role="group" aria-label={t('viewer.scale')}>
      <Button
        size="small"
        icon={<MinusOutlined />}
        aria-label={t('viewer.zoom_out')}
        title={t('viewer.zoom_out')}
        disabled={zoom <= 1}
        onClick={() => onZoom(Math.max(zoom / zoomStep, 1))}
        data-testid="zoom-out"
      />
      <output className="zoom-value" data-testid="zoom-value">
        {zoom < 9.95 ? zoom.toFixed(1) : Math.round(zoom)}×
      </output>
      <Button
        size="small"
        icon={<PlusOutlined />}
        aria-label={t('viewer.zoom_in')}
        title={t('viewer.zoom_in')}
        onClick={() => onZoom(zoom * zoomStep)}
        data-testid="zoom-in"
      />
      <Button
        size="small"
        icon={<ExpandOutlined />}
        aria-label={t('viewer.fit')}
        title={t('viewer.fit')}
        onClick={onFit}
        data-testid="zoom-fit"
      />
    </div>
  );
}

function Overlay(props: ToolbarProps) {
  const { t } = useI18n();
  const percent = Math.round(props.maskOpacity * 100);
  return (
    <>
      {props.hasMask ? (
        <div className="tool tool-mask">
          <span className="swatch" aria-hidden="true" />
          <span aria-hidden="true">{t('viewer.mask')}</span>
          <Slider
            className="mask-slider"
            min={0}
            max={100}
            value={percent}
            tooltip={{ open: false }}
            ariaLabelForHandle={t('viewer.mask.opacity')}
            onChange={(value) => props.onChange({ maskOpacity: value / 100 })}
          />
          <output className="mask-value" data-testid="mask-value">
            {percent}%
          </output>
        </div>
      ) : (
        <span className="tool tool-none">{t('viewer.mask.none')}</span>
      )}
      {props.hasRegions ? (
        <label className="tool">
          <Switch
            size="small"
            checked={props.hasRegionBoxes}
            onChange={(hasRegionBoxes) => props.onChange({ hasRegionBoxes })}
          />
          <span>{t('viewer.regions')}</span>
        </label>
      ) : null}
    </>
  );
}

export function Toolbar(props: ToolbarProps) {
  const { t } = useI18n();
  const { mode, onChange } = props;
  return (
    <div className="toolbar">
      {props.hasReferences ? (
        <Segmented<Mode>
          size="small"
          aria-label={t('viewer.mode')}
          value={mode}
          onChange={(next) => onChange({ mode: next })}
          options={[
            { value: 'side', label: t('viewer.mode.side') },
            {
              value: 'slider',
              label: (
                <span title={props.canSlide ? '' : t('viewer.slider_unavailable')} data-testid="mode-slider">
                  {t('viewer.mode.slider')}
                </span>
              ),
              disabled: !props.canSlide,
            },
            { value: 'photo', label: t('viewer.mode.photo') },
          ]}
        />
      ) : null}
      {mode === 'side' && props.canSlide ? (
        <label className="tool">
          <Switch
            size="small"
            checked={props.isAligned}
            onChange={(isAligned) => onChange({ isAligned })}
          />
          <span>{t('viewer.align')}</span>
        </label>
      ) : null}
      <Overlay {...props} />
      <ZoomButtons zoom={props.zoom} onZoom={props.onZoom} onFit={props.onFit} />
    </div>
  );
}
