#include "provenance/gb45438/rule.h"

#include "base/check.h"

#include <array>

namespace pixiu::provenance::gb45438 {
namespace {

struct Row {
  Rule rule;
  std::string_view name;
  std::string_view clause;
  std::string_view en;
  std::string_view zh;
};

constexpr std::string_view annex_e = "annex E";
constexpr std::string_view guide = "practice guide";

constexpr std::array<Row, 19> rows = {{
    {Rule::label_value, "label_value", annex_e, "Label is none of 1, 2 and 3",
     "Label 的值不是 1、2、3"},
    {Rule::key_missing, "key_missing", annex_e, "a required key is missing", "缺少必需的键"},
    {Rule::value_empty, "value_empty", annex_e, "a required value is empty", "必需的值为空"},
    {Rule::value_not_text, "value_not_text", annex_e, "a value is not a text", "有的值不是字符串"},
    {Rule::key_order, "key_order", annex_e, "the keys stand in another order", "键的顺序不符"},
    {Rule::key_repeated, "key_repeated", annex_e, "a key is repeated", "键重复"},
    {Rule::charset, "charset", annex_e, "a character that is not allowed", "含有不允许的字符"},
    {Rule::json_broken, "json_broken", annex_e, "the JSON is broken", "JSON 格式损坏"},
    {Rule::propagator_half, "propagator_half", annex_e,
     "only one of the platform's name and number is given", "传播者与传播编号只有其一"},
    {Rule::producer_code, "producer_code", annex_e, "the producer's code is not valid",
     "制作者编码无效"},
    {Rule::propagator_code, "propagator_code", annex_e, "the platform's code is not valid",
     "传播者编码无效"},
    {Rule::wrapper, "wrapper", guide, "the outer AIGC object is there or missing against the guide",
     "外层 AIGC 对象的有无与指南不符"},
    {Rule::xmp_namespace, "xmp_namespace", guide, "the XMP namespace is not that of TC260",
     "XMP 命名空间不是 TC260 的"},
    {Rule::xmp_ill_formed, "xmp_ill_formed", guide, "the XMP packet is ill-formed",
     "XMP 数据包格式错误"},
    {Rule::webp_flag, "webp_flag", guide, "the WebP header does not announce the XMP",
     "WebP 文件头未声明 XMP"},
    {Rule::comment_code, "comment_code", guide, "the EXIF comment does not name its character set",
     "EXIF 用户注释未声明字符集"},
    {Rule::carrier, "carrier", guide, "a place the guide does not name for this kind of file",
     "写入位置不在指南规定之内"},
    {Rule::vendor_form, "vendor_form", annex_e, "a vendor's own keys in place of the standard's",
     "使用厂商自定义的键"},
    {Rule::more_than_one_label, "more_than_one_label", "6.1 c)",
     "the file holds more than one label", "文件中有不止一个标识"},
}};

const Row& row_of(Rule rule) {
  for (const Row& row : rows) {
    if (row.rule == rule) return row;
  }
  PIXIU_CHECK(false);
  return rows[0];
}

}  // namespace

std::string_view rule_name(Rule rule) {
  return row_of(rule).name;
}

std::string_view rule_clause(Rule rule) {
  return row_of(rule).clause;
}

Summary rule_words(Rule rule) {
  const Row& row = row_of(rule);
  return {std::string(row.en), std::string(row.zh)};
}

}  // namespace pixiu::provenance::gb45438
