#include "media/icc.h"

#include "base/check.h"
#include "base/limits.h"
#include "media/notes.h"

#include <array>
#include <cmath>
#include <memory>

#include <lcms2.h>

namespace pixiu::media {
namespace {

struct CloseContext {
  void operator()(cmsContext context) const { cmsDeleteContext(context); }
};
struct CloseProfile {
  void operator()(void* profile) const { cmsCloseProfile(profile); }
};
struct CloseTransform {
  void operator()(void* transform) const { cmsDeleteTransform(transform); }
};
struct FreeCurve {
  void operator()(cmsToneCurve* curve) const { cmsFreeToneCurve(curve); }
};
using Context = std::unique_ptr<std::remove_pointer_t<cmsContext>, CloseContext>;
using Profile = std::unique_ptr<void, CloseProfile>;
using Transform = std::unique_ptr<void, CloseTransform>;
using Curve = std::unique_ptr<cmsToneCurve, FreeCurve>;

void say_nothing(cmsContext, cmsUInt32Number, const char*) {}

// A context of our own, so that lcms neither prints nor shares state between pictures.
Context make_context() {
  Context context(cmsCreateContext(nullptr, nullptr));
  if (context) cmsSetLogErrorHandlerTHR(context.get(), say_nothing);
  return context;
}

double srgb_to_linear(double value) {
  return value <= 0.04045 ? value / 12.92 : std::pow((value + 0.055) / 1.055, 2.4);
}

bool is_near(const cmsCIEXYZ* colorant, const std::array<double, 3>& expected) {
  constexpr double tolerance = 0.003;  // profiles round the D50 adaptation differently
  return colorant != nullptr && std::abs(colorant->X - expected[0]) < tolerance &&
         std::abs(colorant->Y - expected[1]) < tolerance &&
         std::abs(colorant->Z - expected[2]) < tolerance;
}

bool is_srgb_curve(const void* tag) {
  const auto* curve = static_cast<const cmsToneCurve*>(tag);
  if (curve == nullptr) return false;
  for (int i = 0; i <= 32; ++i) {
    const double value = i / 32.0;
    const double linear = cmsEvalToneCurveFloat(curve, static_cast<cmsFloat32Number>(value));
    if (std::abs(linear - srgb_to_linear(value)) > 0.002) return false;
  }
  return true;
}

// Whether a matrix profile is sRGB within 8-bit rounding; such a transform would change nothing.
bool is_srgb(cmsHPROFILE profile) {
  if (cmsGetColorSpace(profile) != cmsSigRgbData || cmsIsTag(profile, cmsSigAToB0Tag)) return false;
  const auto colorant = [&](cmsTagSignature tag) {
    return static_cast<const cmsCIEXYZ*>(cmsReadTag(profile, tag));
  };
  return is_near(colorant(cmsSigRedColorantTag), {0.4361, 0.2225, 0.0139}) &&
         is_near(colorant(cmsSigGreenColorantTag), {0.3851, 0.7169, 0.0971}) &&
         is_near(colorant(cmsSigBlueColorantTag), {0.1431, 0.0606, 0.7141}) &&
         is_srgb_curve(cmsReadTag(profile, cmsSigRedTRCTag)) &&
         is_srgb_curve(cmsReadTag(profile, cmsSigGreenTRCTag)) &&
         is_srgb_curve(cmsReadTag(profile, cmsSigBlueTRCTag));
}

// Only profiles that describe a device's colours; no links, names or abstract effects.
bool is_device_profile(cmsHPROFILE profile) {
  const cmsProfileClassSignature kind = cmsGetDeviceClass(profile);
  const cmsColorSpaceSignature connection = cmsGetPCS(profile);
  return (kind == cmsSigInputClass || kind == cmsSigDisplayClass || kind == cmsSigOutputClass ||
          kind == cmsSigColorSpaceClass) &&
         (connection == cmsSigXYZData || connection == cmsSigLabData);
}

// One channel of a BGR picture, for profiles of grey scales.
cv::Mat first_channel(const cv::Mat& pixels) {
  cv::Mat grey;
  cv::extractChannel(pixels, grey, 0);
  return grey;
}

void convert_rows(cmsHTRANSFORM transform, const cv::Mat& from, cv::Mat& to) {
  cmsDoTransformLineStride(transform, from.data, to.data, static_cast<cmsUInt32Number>(from.cols),
                           static_cast<cmsUInt32Number>(from.rows),
                           static_cast<cmsUInt32Number>(from.step),
                           static_cast<cmsUInt32Number>(to.step), 0, 0);
}

enum class Applied { yes, broken, mismatch };

Applied apply_profile(StoredPicture& picture) {
  const Bytes& bytes = picture.icc_profile;
  if (bytes.size() > limits::metadata_bytes_max) return Applied::broken;
  const Context context = make_context();
  if (!context) return Applied::broken;
  const Profile profile(cmsOpenProfileFromMemTHR(context.get(), bytes.data(),
                                                 static_cast<cmsUInt32Number>(bytes.size())));
  if (!profile || !is_device_profile(profile.get())) return Applied::broken;

  const cmsColorSpaceSignature space = cmsGetColorSpace(profile.get());
  const bool is_cmyk = picture.colour_model == ColourModel::cmyk;
  const bool fits = is_cmyk ? space == cmsSigCmykData
                            : space == cmsSigRgbData || (space == cmsSigGrayData &&
                                                         picture.colour_model == ColourModel::grey);
  if (!fits) return Applied::mismatch;
  if (is_srgb(profile.get())) return Applied::yes;

  const Profile srgb(cmsCreate_sRGBProfileTHR(context.get()));
  const bool is_grey = space == cmsSigGrayData;
  const cmsUInt32Number source_type = is_cmyk ? TYPE_CMYK_8 : is_grey ? TYPE_GRAY_8 : TYPE_BGR_8;
  const Transform transform(cmsCreateTransformTHR(context.get(), profile.get(), source_type,
                                                  srgb.get(), TYPE_BGR_8, INTENT_PERCEPTUAL, 0));
  if (!transform) return Applied::broken;
  if (space == cmsSigRgbData) {
    convert_rows(transform.get(), picture.pixels, picture.pixels);
    return Applied::yes;
  }
  const cv::Mat source = is_grey ? first_channel(picture.pixels) : picture.pixels;
  cv::Mat converted(source.size(), CV_8UC3);
  convert_rows(transform.get(), source, converted);
  picture.pixels = converted;
  return Applied::yes;
}

// Ink to light without a profile: each colour times what black lets through.
cv::Mat cmyk_by_formula(const cv::Mat& cmyk) {
  cv::Mat bgr(cmyk.size(), CV_8UC3);
  for (int y = 0; y < cmyk.rows; ++y) {
    const auto* from = cmyk.ptr<cv::Vec4b>(y);
    auto* to = bgr.ptr<cv::Vec3b>(y);
    for (int x = 0; x < cmyk.cols; ++x) {
      const int light = 255 - from[x][3];
      for (int c = 0; c < 3; ++c) {
        to[x][2 - c] = static_cast<std::uint8_t>(((255 - from[x][c]) * light + 127) / 255);
      }
    }
  }
  return bgr;
}

}  // namespace

void convert_to_srgb(StoredPicture& picture) {
  const bool is_cmyk = picture.colour_model == ColourModel::cmyk;
  PIXIU_CHECK(picture.pixels.type() == (is_cmyk ? CV_8UC4 : CV_8UC3));
  if (!picture.icc_profile.empty()) {
    const Applied applied = apply_profile(picture);
    if (applied == Applied::broken) picture.note(notes::icc_profile_broken);
    if (applied == Applied::mismatch) picture.note(notes::icc_profile_mismatch);
  }
  if (picture.pixels.type() == CV_8UC4) {
    if (picture.icc_profile.empty()) picture.note(notes::cmyk_without_profile);
    picture.pixels = cmyk_by_formula(picture.pixels);
  }
  picture.colour_model = ColourModel::rgb;
}

Bytes make_profile(const Primaries& primaries) {
  const Context context = make_context();
  if (!context) return {};
  const cmsCIExyY white = {primaries.white_x, primaries.white_y, 1};
  const cmsCIExyYTRIPLE triple = {{primaries.red_x, primaries.red_y, 1},
                                  {primaries.green_x, primaries.green_y, 1},
                                  {primaries.blue_x, primaries.blue_y, 1}};
  constexpr std::array<cmsFloat64Number, 5> srgb_curve = {2.4, 1 / 1.055, 0.055 / 1.055, 1 / 12.92,
                                                          0.04045};
  const Curve curve(cmsBuildParametricToneCurve(context.get(), 4, srgb_curve.data()));
  if (!curve) return {};
  const std::array<cmsToneCurve*, 3> curves = {curve.get(), curve.get(), curve.get()};
  const Profile profile(cmsCreateRGBProfileTHR(context.get(), &white, &triple, curves.data()));
  cmsUInt32Number size = 0;
  if (!profile || !cmsSaveProfileToMem(profile.get(), nullptr, &size)) return {};
  Bytes bytes(size);
  if (!cmsSaveProfileToMem(profile.get(), bytes.data(), &size)) return {};
  return bytes;
}

}  // namespace pixiu::media
