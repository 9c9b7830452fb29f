#include "media/jpeg/decompressor.h"
#include "media/jpeg/jpeg.h"
#include "media/jpeg/structure.h"

#include <algorithm>

namespace pixiu::media::jpeg {
namespace {

static_assert(sizeof(JCOEF) == sizeof(std::int16_t) && DCTSIZE2 == 64);

// Copies one component's blocks out of libjpeg's store; false when libjpeg gave up.
bool copy_plane(Decompressor& decompressor, jvirt_barray_ptr store, CoefficientPlane& plane) {
  return decompressor.run([&](jpeg_decompress_struct& info) {
    const std::size_t row_values = static_cast<std::size_t>(plane.blocks_wide) * DCTSIZE2;
    for (int row = 0; row < plane.blocks_high; ++row) {
      const JBLOCKARRAY blocks = info.mem->access_virt_barray(
          reinterpret_cast<j_common_ptr>(&info), store, static_cast<JDIMENSION>(row), 1, FALSE);
      std::copy_n(&blocks[0][0][0], row_values,
                  plane.values.data() + static_cast<std::size_t>(row) * row_values);
    }
  });
}

}  // namespace

Result<std::vector<CoefficientPlane>> read_coefficients(ByteView file) {
  const Anatomy anatomy = read_anatomy(file, Depth::whole_stream);
  if (const Status within = check_scans(anatomy); !within) return within.error();
  Decompressor decompressor(file);
  if (!decompressor.is_ready()) return decompressor.failure();
  jvirt_barray_ptr* stores = nullptr;
  const bool is_read = decompressor.run([&](jpeg_decompress_struct& info) {
    jpeg_read_header(&info, TRUE);
    if (is_size_of(info, anatomy.size)) stores = jpeg_read_coefficients(&info);
  });
  if (!is_read) return decompressor.failure();
  if (stores == nullptr) return Error{ErrorCode::corrupted, "the JPEG has two frame headers"};

  const jpeg_decompress_struct& info = decompressor.info();
  std::vector<CoefficientPlane> planes(static_cast<std::size_t>(info.num_components));
  for (std::size_t i = 0; i < planes.size(); ++i) {
    const jpeg_component_info& component = info.comp_info[i];
    planes[i].blocks_wide = static_cast<int>(component.width_in_blocks);
    planes[i].blocks_high = static_cast<int>(component.height_in_blocks);
    planes[i].values.resize(std::size_t{component.width_in_blocks} * component.height_in_blocks *
                            DCTSIZE2);
    if (!copy_plane(decompressor, stores[i], planes[i])) return decompressor.failure();
  }
  return planes;
}

}  // namespace pixiu::media::jpeg
