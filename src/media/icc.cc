#include "media/icc.h"

#include "base/check.h"
#include "base/limits.h"
#include "media/matrix_colours.h"
#include "media/notes.h"
#include "media/whole_numbers.h"

#include <array>
#include <cmath>
#include <memory>
#include <optional>

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

// The words of a profile's header that decide whether it fits (ICC.1:2010, 7.2). Read here because
// lcms hands them out as enumerations, which foreign bytes need not be in.
struct ProfileHeader {
  std::uint32_t device_class = 0;
  std::uint32_t colour_space = 0;
  std::uint32_t connection_space = 0;
};

std::optional<ProfileHeader> read_header(ByteView profile) {
  constexpr std::size_t header_bytes = 128;
  if (profile.size() < header_bytes) return std::nullopt;
  return ProfileHeader{.device_class = big_endian_32(profile, 12),
                       .colour_space = big_endian_32(profile, 16),
                       .connection_space = big_endian_32(profile, 20)};
}

// Only profiles that describe a device's colours; no links, names or abstract effects.
bool is_device_profile(const ProfileHeader& header) {
  const std::uint32_t kind = header.device_class;
  return (kind == cmsSigInputClass || kind == cmsSigDisplayClass || kind == cmsSigOutputClass ||
          kind == cmsSigColorSpaceClass) &&
         (header.connection_space == cmsSigXYZData || header.connection_space == cmsSigLabData);
}

// A profile as three curves and a matrix, when that is all there is to it.
std::optional<MatrixColours> matrix_colours_of(cmsHPROFILE profile, const ProfileHeader& header) {
  if (header.colour_space != cmsSigRgbData || header.connection_space != cmsSigXYZData ||
      cmsIsTag(profile, cmsSigAToB0Tag) || cmsIsTag(profile, cmsSigDToB0Tag)) {
    return std::nullopt;
  }
  constexpr std::array colorant_tags = {cmsSigRedColorantTag, cmsSigGreenColorantTag,
                                        cmsSigBlueColorantTag};
  constexpr std::array curve_tags = {cmsSigRedTRCTag, cmsSigGreenTRCTag, cmsSigBlueTRCTag};
  MatrixColours colours;
  for (std::size_t c = 0; c < 3; ++c) {
    const auto* colorant = static_cast<const cmsCIEXYZ*>(cmsReadTag(profile, colorant_tags[c]));
    const auto* curve = static_cast<const cmsToneCurve*>(cmsReadTag(profile, curve_tags[c]));
    if (colorant == nullptr || curve == nullptr) return std::nullopt;
    const int column = static_cast<int>(c);
    colours.xyz_from_light(0, column) = colorant->X;
    colours.xyz_from_light(1, column) = colorant->Y;
    colours.xyz_from_light(2, column) = colorant->Z;
    for (std::size_t v = 0; v < 256; ++v) {
      const auto value = static_cast<cmsFloat32Number>(static_cast<double>(v) / 255);
      const double light = cmsEvalToneCurveFloat(curve, value);
      colours.light_of_value[c][v] = std::isfinite(light) ? light : 0;
    }
  }
  return colours;
}

// Whether a space is sRGB within 8-bit rounding; such a conversion would change nothing.
bool is_srgb(const MatrixColours& colours) {
  constexpr double colorant_tolerance = 0.003;  // profiles round the D50 adaptation differently
  constexpr double value_tolerance = 0.6;       // of 255
  static const cv::Matx33d srgb(0.4361, 0.3851, 0.1431, 0.2225, 0.7169, 0.0606, 0.0139, 0.0971,
                                0.7141);
  for (int i = 0; i < 9; ++i) {
    if (std::abs(colours.xyz_from_light.val[i] - srgb.val[i]) > colorant_tolerance) return false;
  }
  for (const auto& curve : colours.light_of_value) {
    for (std::size_t v = 0; v < 256; ++v) {
      const double value = 255 * srgb_from_light(curve[v]);
      if (std::abs(value - static_cast<double>(v)) > value_tolerance) return false;
    }
  }
  return true;
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
  const auto header = read_header(bytes);
  if (!profile || !header || !is_device_profile(*header)) return Applied::broken;

  const std::uint32_t space = header->colour_space;
  const bool is_cmyk = picture.colour_model == ColourModel::cmyk;
  const bool fits = is_cmyk ? space == cmsSigCmykData
                            : space == cmsSigRgbData || (space == cmsSigGrayData &&
                                                         picture.colour_model == ColourModel::grey);
  if (!fits) return Applied::mismatch;
  if (const auto colours = matrix_colours_of(profile.get(), *header)) {
    if (!is_srgb(*colours)) MatrixConversion(*colours).apply(picture.pixels);
    return Applied::yes;
  }
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
