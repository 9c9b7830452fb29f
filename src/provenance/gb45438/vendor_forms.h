#pragma once

#include "provenance/gb45438/label.h"
#include "provenance/gb45438/label_fields.h"

#include <optional>

namespace pixiu::provenance::gb45438 {

// A label in a vendor's own keys; nothing when the fields are of no known form.
//
// Tencent Cloud: ServiceProvider and ContentId, with ServiceUser, Time and perhaps Label. It names
//   the service that generated the content, so without a Label it says generated.
// ByteDance: aigc_info.aigc_label_type 1 and 2 say generated, 0 is inconclusive (written by editors
//   that generated nothing); data.product names the app.
std::optional<Label> read_vendor_form(const LabelFields& fields);

}  // namespace pixiu::provenance::gb45438
