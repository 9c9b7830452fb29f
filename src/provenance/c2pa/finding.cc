#include "provenance/c2pa/c2pa.h"
#include "provenance/c2pa/report_json.h"
#include "provenance/examine.h"

#include <algorithm>
#include <string>

// The summary in a reviewer's words: first what is proven of the file, then what the signer states.
namespace pixiu::provenance::c2pa {
namespace {

void add(Summary& summary, std::string_view en, std::string_view zh) {
  if (!summary.en.empty()) summary.en += ' ';
  summary.en += en;
  summary.zh += zh;
}

// The signer as the certificate names it, in quotes of each language; the text is the file's.
Summary signer_name(const SignerReport& signer) {
  std::string name = signer.organization.empty() ? signer.common_name : signer.organization;
  if (!signer.organization.empty() && !signer.common_name.empty() &&
      signer.common_name != signer.organization) {
    name = signer.common_name + ", " + signer.organization;
  }
  if (name.empty()) return {"a signer without a name", "未署名的签署者"};
  return {"\"" + name + "\"", "“" + name + "”"};
}

std::string date_of(Timestamp time) {
  return format_timestamp(time).substr(0, 10);
}

// When it was signed, as far as that is known: " on 2024-05-06".
Summary signing_date(const SignerReport& signer) {
  if (!signer.stamped_at) return {};
  const std::string date = date_of(*signer.stamped_at);
  if (signer.is_stamp_trusted) return {" on " + date, "于" + date};
  return {" on " + date + " (by a time stamp from an authority not on the list)",
          "于" + date + "（时间戳机构不在信任名单）"};
}

void add_unchanged(Summary& summary, const C2paReport& report, const SignerReport& signer) {
  const Summary name = signer_name(signer);
  const Summary date = signing_date(signer);
  add(summary, "The file is as " + name.en + " signed it" + date.en + ".",
      "文件与" + name.zh + date.zh + "签署时一致。");
  if (signer.is_revoked) {
    add(summary, "The issuer has since revoked the signer's certificate.",
        "签发机构已吊销该签署者的证书。");
  }
  if (report.outcome == C2paOutcome::unchanged_certificate_aged) {
    const std::string until = signer.not_after ? date_of(*signer.not_after) : "?";
    add(summary,
        "The certificate was valid until " + until +
            ", and no trusted time stamp shows a signature within its validity.",
        "证书有效期至" + until + "，没有可信时间戳证明在有效期内签署。");
  }
  if (report.is_signer_known) {
    add(summary, "The signer is on the trust list.", "签署者在信任名单中。");
  } else {
    add(summary, "The signer is not on the trust list, so the name is not proven.",
        "签署者不在信任名单中，其名称未经证实。");
  }
}

void add_changed(Summary& summary, const C2paReport& report) {
  const bool is_content = std::ranges::any_of(report.manifests, [](const ManifestReport& one) {
    return std::ranges::any_of(one.statuses, [](const ValidationStatus& status) {
      return status.code == status::data_hash_mismatch ||
             status.code == status::bmff_hash_mismatch ||
             status.code == status::boxes_hash_mismatch ||
             status.code == status::boxes_hash_unknown_box ||
             status.code == status::multi_asset_hash_mismatch;
    });
  });
  if (is_content) {
    add(summary,
        "The file carries a C2PA manifest, but its content was changed after it was signed.",
        "文件带有C2PA内容凭证，但内容在签署之后被改动过。");
  } else {
    add(summary, "The C2PA manifest in the file was changed after it was signed.",
        "文件中的C2PA内容凭证在签署之后被改动过。");
  }
  add(summary, "This does not tell who changed it, and saving a picture anew is enough.",
      "这不说明由谁改动，重新保存图片也会造成。");
}

void add_proof(Summary& summary, const C2paReport& report) {
  switch (report.outcome) {
    case C2paOutcome::none:
      add(summary,
          "The file carries no C2PA manifest (Content Credentials). Most photos have none; it "
          "shows nothing.",
          "文件不带C2PA内容凭证。大多数照片都没有，这不说明任何问题。");
      return;
    case C2paOutcome::unchanged_known_signer:
    case C2paOutcome::unchanged_unknown_signer:
    case C2paOutcome::unchanged_certificate_aged:
      add_unchanged(summary, report, report.manifests[*report.active_index].signer);
      return;
    case C2paOutcome::changed_after_signing: add_changed(summary, report); return;
    case C2paOutcome::malformed:
      add(summary,
          "The file carries a C2PA manifest that cannot be verified: it is broken, or it does not "
          "protect the picture. This shows nothing about the picture.",
          "文件带有C2PA内容凭证，但无法验证：凭证损坏，或未覆盖画面。这不说明画面有问题。");
      return;
  }
}

void add_origin(Summary& summary, const C2paReport& report) {
  const StatedOrigin& origin = report.origin;
  const auto software = origin.generators.empty() ? std::string() : origin.generators.back();
  if (origin.is_generated) {
    add(summary,
        "Its manifest states that the picture was made by an AI model" +
            (software.empty() ? "." : " (\"" + software + "\")."),
        "凭证声明该图片由人工智能模型生成" +
            (software.empty() ? "。" : "（“" + software + "”）。"));
  } else if (origin.is_ai_composite) {
    add(summary, "Its manifest states that parts of the picture were made by an AI model.",
        "凭证声明该图片的部分内容由人工智能模型生成。");
  }
  if (origin.is_camera_capture) {
    add(summary, "It states that the picture was captured by a camera.",
        "凭证声明该图片由相机拍摄。");
  }
  if (origin.is_screen_capture) {
    add(summary, "It states that the picture was captured from a screen.",
        "凭证声明该图片为屏幕截图或录制。");
  }
  if (origin.is_edited) {
    add(summary, "It lists edits made before the signature.", "凭证列出了签署之前的编辑操作。");
  }
  if (report.have_ingredients_failures) {
    add(summary, "The manifest of a picture that went into it does not hold.",
        "其中一份素材的凭证未通过验证。");
  }
}

Outcome outcome_of(const C2paReport& report) {
  const StatedOrigin& origin = report.origin;
  if (origin.is_generated || origin.is_ai_composite) return Outcome::contradicts;
  const bool is_camera_original = report.outcome == C2paOutcome::unchanged_known_signer &&
                                  origin.is_camera_capture && !origin.is_edited &&
                                  !origin.is_screen_capture;
  return is_camera_original ? Outcome::supports : Outcome::neutral;
}

}  // namespace

Finding finding_of(const C2paReport& report) {
  Finding finding;
  finding.examiner = "c2pa";
  finding.version = "1";
  finding.family = declaration_family;
  finding.outcome = outcome_of(report);
  add_proof(finding.summary, report);
  add_origin(finding.summary, report);
  if (!report.remote_url.empty() && report.outcome == C2paOutcome::none) {
    add(finding.summary, "It names a manifest kept elsewhere, which was not fetched.",
        "文件指向保存在别处的凭证，系统未去获取。");
  }
  finding.details = report_json(report);
  return finding;
}

}  // namespace pixiu::provenance::c2pa
