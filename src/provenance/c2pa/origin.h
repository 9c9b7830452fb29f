#pragma once

#include "provenance/c2pa/report.h"

namespace pixiu::provenance::c2pa {

// What the manifests of a report state of the picture's origin: the actions of the active manifest
// and of all manifests its ingredients lead to. "Generated" and "camera" count on the line of
// parents only; what a model made of a part counts as a composite. Ingredients that were only an
// input ("inputTo", e.g. a prompt's picture) are no part of the picture.
StatedOrigin stated_origin(const C2paReport& report);

}  // namespace pixiu::provenance::c2pa
