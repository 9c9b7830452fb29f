#pragma once

#include "assessment/assess.h"
#include "base/bytes.h"
#include "base/result.h"

#include <opencv2/core.hpp>

namespace pixiu::assessment {

// The photo (CV_8UC3) with its mask (CV_8UC1, same size) laid over: untouched parts grey and dim,
// altered parts from yellow to red, the working threshold 128 outlined. Pure.
cv::Mat draw_heatmap(const cv::Mat& photo_bgr, const cv::Mat& mask);

// The mask as 8-bit grey PNG, the heat map as colour PNG. Encode only; nothing foreign is decoded.
// Errors: not_found when the assessment holds none.
Result<Bytes> mask_png(const Assessment& assessment);
Result<Bytes> heatmap_png(const Assessment& assessment);

}  // namespace pixiu::assessment
