#pragma once

#include <cstddef>

// Every limit on a C2PA manifest store; with base/limits.h those on the file around it.
namespace pixiu::limits {

inline constexpr std::size_t c2pa_store_bytes_max = 32u << 20;
inline constexpr std::size_t c2pa_boxes_max = 50'000;
inline constexpr int c2pa_box_nesting_max = 16;
inline constexpr std::size_t c2pa_manifests_max = 200;
inline constexpr int c2pa_ingredient_nesting_max = 64;
inline constexpr std::size_t c2pa_assertions_max = 2'000;  // that one claim names
inline constexpr std::size_t c2pa_statuses_max = 1'000;    // of one manifest
inline constexpr std::size_t c2pa_exclusions_max = 1'000;
inline constexpr std::size_t c2pa_merkle_trees_max = 64;
inline constexpr std::size_t c2pa_actions_max = 1'000;         // of one manifest
inline constexpr std::size_t c2pa_recorded_failures_max = 50;  // of one ingredient
inline constexpr std::size_t c2pa_identities_max = 16;         // of one manifest
inline constexpr std::size_t c2pa_text_bytes_max = 512;        // of a text that is shown
inline constexpr std::size_t c2pa_label_bytes_max = 1'024;
inline constexpr std::size_t cbor_items_max = 200'000;  // of one document
inline constexpr int cbor_nesting_max = 32;

}  // namespace pixiu::limits
