#pragma once

#include "provenance/trust/trust_store.h"

#include <filesystem>
#include <string_view>

// The operator's trust store on disk: a folder with trust.json and a PEM file a list. Nothing is
// ever fetched. Reading and writing happen outside the sandbox, before it is locked.
namespace pixiu::provenance {

// Reads the whole store; a folder that is not there is an empty store.
// Errors: corrupted (an index or a list that is not what was stored), permission_denied,
// unavailable, limit_exceeded. The message names the file.
Result<TrustStore> load_trust_store(const std::filesystem::path& folder);

// Adds a list, or with `replaces` puts it in the place of the one of its name. Makes the folder
// when it is not there. The new PEM file is on disk before the index names it, and the index is
// replaced by a rename: a reader sees the store before or after, also when the machine stops in
// between. One writer at a time; a second one waits.
// Returns the store as it is then.
// Errors: conflict (the name is taken, or the same bytes are there under another name), not_found
// (nothing to replace), invalid_input (the list replaced is of another kind), limit_exceeded, and
// those of load_trust_store.
Result<TrustStore> store_trust_list(const std::filesystem::path& folder,
                                    const StoredTrustList& list, std::string_view pem,
                                    bool replaces);

}  // namespace pixiu::provenance
