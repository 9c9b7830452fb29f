#include "policy/effect.h"

#include <algorithm>
#include <charconv>

namespace pixiu::policy {
namespace {

const std::array<EffectText, effect_kind_count>& effects() {
  static const std::array<EffectText, effect_kind_count> all{{
      {"limit_refund_only",
       "amount",
       {"Above this amount a refund without return is decided by a person.",
        "超过该金额的仅退款由人工决定。"}},
      {"ask_second_review", "", {"A second reviewer looks at the claim.", "须经第二审核员复核。"}},
      {"ask_evidence", "items", {"This evidence is asked for.", "要求提交以下证据。"}},
      {"ask_retake",
       "",
       {"A new photo or video showing a one-time code is asked for.",
        "要求按一次性验证码重新拍摄。"}},
      {"order_inspection", "", {"An inspection visit is to be ordered.", "应安排上门检测。"}},
      {"set_party_window", "period", {"Each side has this long.", "双方各有以下期限。"}},
      {"give_extra_time",
       "period",
       {"Both sides have this much longer.", "双方期限均延长以下时间。"}},
      {"silence_grants",
       "",
       {"If the merchant does not answer in time, the claim is granted; both sides are told so "
        "first.",
        "商家逾期未答复的，支持买家请求；须事先告知双方。"}},
  }};
  return all;
}

const std::vector<ChecklistItem>& items() {
  static const std::vector<ChecklistItem> all{
      {"photo_of_whole_item", {"A photo of the whole item", "商品整体照片"}},
      {"photo_of_defect_close", {"A sharp close-up of the defect", "问题部位的清晰近照"}},
      {"photo_of_parcel_and_waybill", {"A photo of the parcel with its waybill", "包裹及运单照片"}},
      {"photo_of_packaging", {"Photos of the packaging, inside and outside", "包装内外照片"}},
      {"photo_of_serial_number", {"A photo of the serial number", "序列号照片"}},
      {"photo_of_all_pieces", {"One photo with all pieces or items", "全部商品（碎片）同框照片"}},
      {"photo_of_best_before", {"A photo of the best-before date and batch", "保质期及批号照片"}},
      {"video_of_fault", {"A video of the fault while the device runs", "设备运行时的故障视频"}},
      {"video_of_unpacking",
       {"An unbroken video of the unpacking, if there is one", "连续无剪辑的开箱视频（如有）"}},
      {"record_of_packing",
       {"The merchant's record of packing this parcel", "商家对该包裹的打包记录"}},
      {"reference_photos", {"The merchant's own photos of the item", "商家的商品原图"}},
      {"record_of_weighing", {"The parcel's weight at the carrier", "承运人的包裹称重记录"}},
  };
  return all;
}

struct Parsed {
  int count = 0;
  std::string_view unit;
};

Parsed parse(std::string_view text) {
  Parsed parsed;
  const char* end = text.data() + text.size();
  const auto [rest, fault] = std::from_chars(text.data(), end, parsed.count);
  if (fault != std::errc() || rest == end || *rest != ' ') return {};
  parsed.unit = std::string_view(rest + 1, static_cast<std::size_t>(end - rest - 1));
  return parsed;
}

// In fifths of a day.
int length(std::string_view text) {
  const Parsed parsed = parse(text);
  if (parsed.unit == "hours") return parsed.count * 5 / 24;
  return parsed.count * (parsed.unit == "workdays" ? 7 : 5);
}

}  // namespace

const EffectText& effect_text(EffectKind kind) {
  return effects().at(static_cast<std::size_t>(kind));
}

std::optional<EffectKind> effect_named(std::string_view name) {
  const auto* const found = std::find_if(effects().begin(), effects().end(),
                                         [&](const EffectText& each) { return each.name == name; });
  if (found == effects().end()) return std::nullopt;
  return static_cast<EffectKind>(found - effects().begin());
}

std::span<const ChecklistItem> checklist_items() {
  return items();
}

const ChecklistItem* find_checklist_item(std::string_view code) {
  const auto found = std::find_if(items().begin(), items().end(),
                                  [&](const ChecklistItem& item) { return item.code == code; });
  return found == items().end() ? nullptr : &*found;
}

bool is_period(std::string_view text) {
  const Parsed parsed = parse(text);
  return parsed.count >= 1 && parsed.count <= 366 &&
         (parsed.unit == "hours" || parsed.unit == "days" || parsed.unit == "workdays");
}

bool is_longer(std::string_view a, std::string_view b) {
  return length(a) > length(b);
}

}  // namespace pixiu::policy
