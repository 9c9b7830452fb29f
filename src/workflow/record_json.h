#pragma once

#include "vault/custody.h"
#include "vault/exhibit.h"
#include "vault/exhibit_store.h"

#include <nlohmann/json.hpp>

// The record as callers see it (docs/api/openapi.json: Exhibit, Custody).
namespace pixiu::workflow {

nlohmann::ordered_json exhibit_json(const vault::Exhibit& exhibit);

// With its quarantine and the time of its erasure, if any.
nlohmann::ordered_json exhibit_json(const vault::StoredExhibit& stored);

nlohmann::ordered_json custody_json(const ExhibitId& exhibit, const vault::CustodyChain& chain);

}  // namespace pixiu::workflow
