#include "vault/dossier_pdf.h"

#include "base/base64.h"
#include "vault/canonical_json.h"
#include "vault/pdf_pages.h"

#include <string>
#include <vector>

namespace pixiu::vault {
namespace {

using nlohmann::json;

constexpr std::size_t findings_bytes_max = 4u << 20;

std::string_view chinese_name(CustodyAction action) {
  switch (action) {
    case CustodyAction::received: return "接收";
    case CustodyAction::examined: return "检验";
    case CustodyAction::viewed: return "查看";
    case CustodyAction::exported: return "导出";
    case CustodyAction::quarantined: return "隔离";
    case CustodyAction::restored: return "恢复";
    case CustodyAction::held: return "法律保全";
    case CustodyAction::released: return "解除保全";
    case CustodyAction::erased: return "删除";
  }
  return "";
}

void write_exhibits(const Dossier& dossier, PdfPages& pages) {
  pages.heading("证据  Exhibits");
  for (const DossierExhibit& one : dossier.exhibits) {
    const Exhibit& exhibit = one.exhibit;
    const std::vector<double> widths = {1, 4};
    pages.row({exhibit.derived_from ? "副本 Derived copy" : "原件 Original", exhibit.id.text()},
              widths, true);
    if (exhibit.derived_from) {
      pages.row({"制作自 Made from", exhibit.derived_from->text()}, widths);
    }
    pages.row({"类型、大小 Type, size",
               exhibit.media_type + ", " + std::to_string(exhibit.size_bytes) + " bytes"},
              widths);
    pages.row({"接收时间 Received", format_timestamp(exhibit.received_at)}, widths);
    pages.row({"SHA-256", crypto::hex(exhibit.sha256)}, widths);
    pages.row({"SM3", crypto::hex(exhibit.sm3)}, widths);
  }
}

// The summaries of an examination's findings; a text of another form is only pointed to.
void write_findings(const Dossier& dossier, PdfPages& pages) {
  bool has_any = false;
  for (const DossierExhibit& one : dossier.exhibits) {
    if (!one.findings_json) continue;
    if (!has_any) pages.heading("检验发现  Findings");
    has_any = true;
    const std::string id = one.exhibit.id.text();
    pages.row({id, "findings/" + id + ".json"}, {1, 1}, true);
    const auto value = parse_json(*one.findings_json, findings_bytes_max);
    if (!value || !value->is_object() || !value->contains("findings")) continue;
    for (const json& finding : (*value)["findings"]) {
      if (!finding.is_object()) continue;
      const auto text = [&](const char* member) {
        const auto found = finding.find(member);
        return found != finding.end() && found->is_string() ? found->get<std::string>()
                                                            : std::string();
      };
      const std::string summary = text("summary_zh") + "\n" + text("summary");
      pages.row({text("examiner"), summary}, {1, 4});
    }
  }
}

void write_custody(const Dossier& dossier, PdfPages& pages) {
  pages.heading("保管链与事件  Custody and events");
  const std::vector<double> widths = {2.2, 1.6, 2.6, 3.2, 0.8};
  pages.row({"时间 Time", "事件 Event", "操作者 Actor", "对象 Subject", "序号 Index"}, widths,
            true);
  for (const DossierEvent& one : dossier.events) {
    constexpr std::string_view prefix = "exhibit.";
    const std::string& kind = one.event.kind;
    const auto action = kind.starts_with(prefix)
                            ? custody_action_by_name(std::string_view(kind).substr(prefix.size()))
                            : std::nullopt;
    const std::string chinese = action ? std::string(chinese_name(*action)) + "\n" : std::string();
    pages.row({format_timestamp(one.event.time), chinese + kind, one.event.actor.text(),
               one.event.stream.text(), std::to_string(one.index)},
              widths);
  }
}

void write_log(const Dossier& dossier, const tlog::Checkpoint& checkpoint, PdfPages& pages) {
  pages.heading("透明日志与时间戳  Log and time stamps");
  const std::vector<double> widths = {1, 4};
  pages.row({"日志 Origin", checkpoint.origin}, widths);
  pages.row({"条目数 Size", std::to_string(checkpoint.size)}, widths);
  pages.row({"根 Root", to_base64(checkpoint.root)}, widths);
  pages.row({"公钥 Key", dossier.log_key.vkey()}, widths);
  for (const CheckpointTimeStamp& stamp : dossier.time_stamps) {
    pages.row({"时间戳 Time stamp",
               format_timestamp(stamp.time) + "  RFC 3161, " +
                   (stamp.imprint == crypto::DigestAlgorithm::sm3 ? "SM3" : "SHA-256")},
              widths);
  }
}

}  // namespace

Result<Bytes> dossier_pdf(const Dossier& dossier, const tlog::Checkpoint& checkpoint) {
  const std::string created = format_timestamp(dossier.created_at);
  PdfPages pages("电子证据卷  Dossier", "Pixiu 貔貅   " + dossier.claim.text() + "   " + created,
                 created);
  pages.paragraph("售后单 Claim: " + dossier.claim.text());
  pages.paragraph("平台 Tenant: " + dossier.tenant.text());
  pages.paragraph("制作时间 Created: " + created + " (UTC)");
  pages.paragraph(
      "本卷收录该售后单的原始文件（逐字节一致）、检验发现、事件记录及其在透明日志中的证明。"
      "核验方法见 "
      "verify.txt；以文件本身和证明为准，本报告仅供阅读。检验发现只说明文件，不评价任何人。");
  pages.paragraph(
      "This dossier holds the original files of the claim byte for byte, what examinations found, "
      "the events and the proofs that the log has them. How to check it is in verify.txt; the "
      "files and proofs count, this report is for reading. A finding speaks of a file, never of a "
      "person.");
  write_exhibits(dossier, pages);
  write_findings(dossier, pages);
  write_custody(dossier, pages);
  write_log(dossier, checkpoint, pages);
  return pages.finish();
}

}  // namespace pixiu::vault
