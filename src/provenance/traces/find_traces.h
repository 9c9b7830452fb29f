#pragma once

#include "findings/finding.h"
#include "provenance/ai_declaration.h"
#include "provenance/traces/field.h"
#include "provenance/traces/table.h"

#include <vector>

namespace pixiu::provenance {

inline constexpr std::string_view trace_version = "1";

// A row of the table that was found, and the field that met its first condition.
struct FoundTrace {
  const Trace* trace = nullptr;  // into the table
  const FileField* field = nullptr;
};

// The rows of `table` that are in the file, in the table's order. Pure.
// Cost: fields times conditions; a JSON text is parsed for each condition that asks for its name.
std::vector<FoundTrace> find_traces(const std::vector<FileField>& fields,
                                    const std::vector<Trace>& table);

// One finding a trace, at most 16, examiner "ai_trace" (generated, composite), "edit_trace" or
// "processing_history" (also captured), family "declaration". Generated and composite
// contradict, by the file's own words; an editor is no sign of a model, so everything else is
// neutral. None states a likelihood ratio. Without any trace one neutral finding, "ai_trace", that
// says that this proves nothing.
std::vector<Finding> trace_findings(const std::vector<FoundTrace>& found);

// What generated and composite traces declare: XMP and IPTC by iptc, EXIF by exif, PNG texts by
// png_text. A trailer, segment or comment is a vendor's own and declares by no standard.
std::vector<AiDeclaration> trace_declarations(const std::vector<FoundTrace>& found);

// Any trace of a model, by whichever carrier.
bool has_ai_trace(const std::vector<FoundTrace>& found);

}  // namespace pixiu::provenance
