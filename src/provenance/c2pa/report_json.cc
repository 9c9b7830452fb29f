#include "provenance/c2pa/report_json.h"

#include "base/timestamp.h"

#include <algorithm>
#include <vector>

namespace pixiu::provenance::c2pa {
namespace {

using nlohmann::json;

void put(json& into, const char* key, const std::string& text) {
  if (!text.empty()) into[key] = text;
}

void put(json& into, const char* key, const std::optional<Timestamp>& time) {
  if (time) into[key] = format_timestamp(*time);
}

json signer_json(const SignerReport& signer) {
  json out = {{"signature_valid", signer.is_signature_valid},
              {"trusted", signer.is_trusted},
              {"valid_at_signing", signer.is_valid_at_signing}};
  if (signer.is_revoked) out["revoked"] = true;
  put(out, "algorithm", signer.algorithm);
  put(out, "common_name", signer.common_name);
  put(out, "organization", signer.organization);
  put(out, "country", signer.country);
  put(out, "issuer", signer.issuer);
  put(out, "serial", signer.serial_hex);
  put(out, "not_before", signer.not_before);
  put(out, "not_after", signer.not_after);
  put(out, "stamped_at", signer.stamped_at);
  if (signer.stamped_at) out["stamp_trusted"] = signer.is_stamp_trusted;
  put(out, "stamp_authority", signer.stamp_authority);
  return out;
}

json action_json(const ActionReport& action) {
  json out = {{"action", action.action}};
  if (action.source_type != SourceType::not_stated) {
    out["source_type"] = source_type_name(action.source_type);
  }
  put(out, "source_type_uri", action.source_type_uri);
  put(out, "software", action.software);
  put(out, "when", action.when);
  return out;
}

json ingredient_json(const IngredientReport& ingredient, const C2paReport& report) {
  json out = {{"relationship", ingredient.relationship}};
  put(out, "title", ingredient.title);
  put(out, "format", ingredient.format);
  if (ingredient.manifest_index) {
    out["manifest"] = report.manifests[*ingredient.manifest_index].label;
  }
  return out;
}

json identity_json(const IdentityReport& identity) {
  json out = {{"kind", identity.kind}, {"well_formed", identity.is_well_formed}};
  if (!identity.roles.empty()) out["roles"] = identity.roles;
  if (identity.signer) out["signer"] = signer_json(*identity.signer);
  put(out, "aggregator", identity.aggregator);
  if (!identity.stated.empty()) out["stated"] = identity.stated;
  return out;
}

// Failures, then what is informational, then successes; matching assertions are only counted.
json statuses_json(const ManifestReport& manifest, std::size_t list_max) {
  json list = json::array();
  for (const StatusKind kind :
       {StatusKind::failure, StatusKind::informational, StatusKind::success}) {
    for (const ValidationStatus& one : manifest.statuses) {
      if (one.code.kind != kind || one.code == status::hashed_uri_match) continue;
      if (list.size() >= list_max) return list;
      json out = {{"code", one.code.name}, {"kind", status_kind_name(kind)}};
      put(out, "uri", one.uri);
      put(out, "why", one.explanation);
      list.push_back(std::move(out));
    }
  }
  return list;
}

json manifest_json(const ManifestReport& manifest, const C2paReport& report, std::size_t list_max) {
  json out = {{"label", manifest.label},
              {"kind", manifest.kind},
              {"claim_version", manifest.claim_version},
              {"active", manifest.is_active}};
  if (manifest.is_compressed) out["compressed"] = true;
  put(out, "generator", manifest.generator);
  put(out, "title", manifest.title);
  put(out, "format", manifest.format);
  put(out, "instance_id", manifest.instance_id);
  out["signer"] = signer_json(manifest.signer);
  out["statuses"] = statuses_json(manifest, list_max);
  out["assertions_matching"] = std::ranges::count_if(
      manifest.statuses,
      [](const ValidationStatus& one) { return one.code == status::hashed_uri_match; });
  json actions = json::array();
  for (const ActionReport& action : manifest.actions) {
    if (actions.size() < list_max) actions.push_back(action_json(action));
  }
  json ingredients = json::array();
  for (const IngredientReport& ingredient : manifest.ingredients) {
    if (ingredients.size() < list_max) ingredients.push_back(ingredient_json(ingredient, report));
  }
  json identities = json::array();
  for (const IdentityReport& identity : manifest.identities) {
    if (identities.size() < list_max) identities.push_back(identity_json(identity));
  }
  json redactions = json::array();
  for (const std::string& url : manifest.redactions) {
    if (redactions.size() < list_max) redactions.push_back(url);
  }
  if (!actions.empty()) out["actions"] = std::move(actions);
  if (!ingredients.empty()) out["ingredients"] = std::move(ingredients);
  if (!identities.empty()) out["identities"] = std::move(identities);
  if (!redactions.empty()) out["redactions"] = std::move(redactions);
  return out;
}

json origin_json(const StatedOrigin& origin) {
  json generators = json::array();
  for (const std::string& name : origin.generators) generators.push_back(name);
  return {{"camera", origin.is_camera_capture}, {"screen", origin.is_screen_capture},
          {"generated", origin.is_generated},   {"ai_composite", origin.is_ai_composite},
          {"edited", origin.is_edited},         {"software", std::move(generators)}};
}

// The active manifest first, then those it leads to, from the newest on.
std::vector<const ManifestReport*> by_weight(const C2paReport& report) {
  std::vector<const ManifestReport*> order;
  for (auto manifest = report.manifests.rbegin(); manifest != report.manifests.rend(); ++manifest) {
    if (manifest->is_reached) order.push_back(&*manifest);
  }
  std::stable_partition(order.begin(), order.end(),
                        [](const ManifestReport* one) { return one->is_active; });
  return order;
}

}  // namespace

json report_json(const C2paReport& report) {
  json out = {{"outcome", c2pa_outcome_name(report.outcome)},
              {"container", container_name(report.container)}};
  put(out, "problem", report.problem);
  put(out, "remote_manifest", report.remote_url);
  put(out, "examined_at", report.examined_at);
  if (!report.trust_sha256.empty()) out["trust"] = "sha256:" + report.trust_sha256;
  if (report.manifests.empty()) return out;
  out["signer_known"] = report.is_signer_known;
  out["ingredients_hold"] = !report.have_ingredients_failures;
  out["stated_origin"] = origin_json(report.origin);
  json manifests = json::array();
  std::size_t size = out.dump().size();
  std::size_t left_out = 0;
  constexpr std::size_t budget_bytes = report_json_bytes_max - 1'000;  // what joins the pieces
  for (const ManifestReport* manifest : by_weight(report)) {
    json one;
    std::size_t more = budget_bytes;
    for (const std::size_t list_max : {std::size_t{50}, std::size_t{10}, std::size_t{1}}) {
      one = manifest_json(*manifest, report, list_max);
      more = one.dump().size();
      if (size + more <= budget_bytes) break;
    }
    if (size + more > budget_bytes) {
      ++left_out;
      continue;
    }
    size += more;
    manifests.push_back(std::move(one));
  }
  out["manifests"] = std::move(manifests);
  if (left_out > 0) out["manifests_left_out"] = left_out;
  return out;
}

}  // namespace pixiu::provenance::c2pa
