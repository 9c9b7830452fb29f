#pragma once

#include "base/bytes.h"

#include <cstdint>
#include <string>
#include <vector>

namespace pixiu::media {

// One of Adobe's image resources (8BIM), as JPEG files carry them in APP13 and TIFF files in tag
// 0x8649. Their presence alone tells nothing: phones write them too.
struct PhotoshopResource {
  std::uint16_t id = 0;  // 0x0404: IPTC-IIM
  ByteView data;
};

// The resources of a JPEG segment's payload ("Photoshop 3.0\0" first, else none) or of the field of
// a TIFF. Tolerant; at most 500. Views into `payload`. Never fails.
// Source: Adobe Photoshop File Formats Specification, "Image Resource Blocks"
std::vector<PhotoshopResource> read_photoshop_resources(ByteView payload);

// One dataset of IPTC-IIM, e.g. record 2, dataset 110: Credit.
struct IptcDataset {
  std::uint8_t record = 0;
  std::uint8_t dataset = 0;
  std::string value;  // bytes as in the file, at most 4 KiB; longer ones are cut off

  friend bool operator==(const IptcDataset&, const IptcDataset&) = default;
};

// The datasets of resource 0x0404. Tolerant; at most 500.
// Source: IPTC-NAA Information Interchange Model 4.2, 1.5 and 1.6
std::vector<IptcDataset> read_iptc(ByteView data);

}  // namespace pixiu::media
