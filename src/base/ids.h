#pragma once

#include "base/id.h"

// The strong ids that more than one module names. Made at the edge (UUID version 7), so that a
// repeated request carries the same one.
namespace pixiu {

using TenantId = Id<struct TenantTag>;    // a platform; nothing crosses from one to another
using SubjectId = Id<struct SubjectTag>;  // a person whose data are sealed under one key
using UserId = Id<struct UserTag>;        // somebody, or a program, that acts
using ClaimId = Id<struct ClaimTag>;
using ExhibitId = Id<struct ExhibitTag>;
using EventId = Id<struct EventTag>;

}  // namespace pixiu
