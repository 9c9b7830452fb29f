#include "cases/reasons.h"

#include <algorithm>

namespace pixiu::cases {
namespace {

constexpr ReasonCode codes[] = {
    {"defect_shown", true, false, "The exhibits show the defect that is claimed.",
     "证据显示了所主张的问题。"},
    {"merchant_gave_no_evidence", true, false,
     "The merchant had the time to file evidence and filed none that speaks against the claim.",
     "商家在举证期内没有提交足以反驳的证据。"},
    {"law_gives_it", true, false, "The law gives the buyer what is asked for.",
     "法律规定买家享有所主张的权利。"},
    {"rule_gives_it", true, false, "A published rule gives the buyer what is asked for.",
     "已公示的规则支持买家的请求。"},
    {"exhibit_differs_from_reference", false, true,
     "An exhibit was made from another picture or differs from it where the defect is claimed.",
     "证据由其他图片制作，或在所称问题处与原图不一致。"},
    {"defect_not_shown", false, true, "The exhibits do not show the defect that is claimed.",
     "证据未显示所主张的问题。"},
    {"evidence_incomplete", false, true,
     "Evidence that was asked for was not handed in within the time given.",
     "未在规定时间内提交所要求的证据。"},
    {"shown_intact_before_shipping", false, true,
     "The merchant's record of packing shows the goods without the defect.",
     "商家的打包记录显示商品发货时没有该问题。"},
    {"outside_what_is_covered", false, true,
     "What happened is not covered by law, contract or the shop's rules.",
     "所述情况不在法律、合同或店铺规则的保障范围内。"},
    {"amount_beyond_damage", false, true, "The amount asked for is more than the damage.",
     "请求的金额超过损失。"},
    {"another_remedy_fits", false, true, "Another remedy than the one asked for fits the defect.",
     "对该问题更合适的是另一种处理方式。"},
    {"inspection_found", true, true, "An inspection visit found it so.", "上门检测的结果如此。"},
};

}  // namespace

std::span<const ReasonCode> reason_codes() {
  return codes;
}

const ReasonCode* find_reason_code(std::string_view code) {
  const auto* const found = std::find_if(std::begin(codes), std::end(codes),
                                         [&](const ReasonCode& each) { return each.code == code; });
  return found == std::end(codes) ? nullptr : found;
}

}  // namespace pixiu::cases
