import { Button } from 'antd';
import { useMemo, useState } from 'react';
import type { ClaimFiles } from '../api/inspect';
import type { Assessment } from '../api/types';
import { useI18n } from '../i18n/i18n';
import type { NumberedRegion } from '../viewer/layers';
import { shownPictures } from '../viewer/pictures';
import type { Focus } from '../viewer/stage';
import { useImageSize } from '../viewer/use_size';
import { Viewer } from '../viewer/viewer';
import { Facts } from './facts';
import { FileSaysPanel } from './file_says_panel';
import { FindingList } from './finding_list';
import { numberedRegions, photoSize, referenceToShow, regionCount } from './reading';
import { RegionList } from './region_list';
import { Verdict } from './verdict';

interface ResultViewProps {
  assessment: Assessment;
  files: ClaimFiles;
  onEdit: () => void;
  onStartOver: () => void;
}

export function ResultView({ assessment, files, onEdit, onStartOver }: ResultViewProps) {
  const { t } = useI18n();
  const pictures = useMemo(() => shownPictures(assessment.pictures), [assessment]);
  const regions = useMemo(() => numberedRegions(assessment.findings), [assessment]);
  const renditionSize = useImageSize(pictures.photo);
  const [selected, setSelected] = useState<number | null>(null);
  const [focus, setFocus] = useState<Focus | null>(null);

  const zoomTo = (region: NumberedRegion) => {
    setSelected(region.number);
    setFocus({ region });
    // On a narrow page the picture is elsewhere: bring it into sight.
    document.querySelector('.viewer')?.scrollIntoView({ block: 'nearest' });
  };

  return (
    <div className="result" data-testid="result" data-band={assessment.band}>
      <div className="result-bar">
        <h2 className="result-file" title={files.photo.name}>
          {files.photo.name}
        </h2>
        <Button onClick={onEdit}>{t('action.edit')}</Button>
        <Button type="primary" ghost onClick={onStartOver} data-testid="start-over">
          {t('action.start_over')}
        </Button>
      </div>
      <div className={pictures.photo ? 'result-grid' : 'result-grid result-grid-bare'}>
        <div className="area-verdict">
          <Verdict assessment={assessment} />
        </div>
        {pictures.photo ? (
          <div className="area-viewer">
            <Viewer
              pictures={pictures}
              photoSize={photoSize(assessment, renditionSize)}
              photoName={files.photo.name}
              referenceNames={files.references.map((file) => file.name)}
              derivedReference={assessment.derived_from_reference?.reference ?? null}
              firstReference={referenceToShow(assessment)}
              regions={regions}
              selectedRegion={selected}
              focus={focus}
            />
          </div>
        ) : null}
        <div className="area-findings">
          <RegionList
            regions={regions}
            hiddenCount={regionCount(assessment.findings) - regions.length}
            selected={selected}
            onSelect={zoomTo}
          />
          <FindingList findings={assessment.findings} />
          <FileSaysPanel assessment={assessment} regions={regions} onSelect={zoomTo} />
          <Facts assessment={assessment} />
        </div>
      </div>
    </div>
  );
}
