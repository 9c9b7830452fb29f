#include "assessment/reference_texts.h"

#include <cstdio>
#include <string>

namespace pixiu::assessment::texts {
namespace {

std::string number(int value) {
  return std::to_string(value);
}
std::string number(std::size_t value) {
  return std::to_string(value);
}

// A share of the picture in percent with one decimal, without the sign.
std::string percent(double share) {
  char text[32];
  std::snprintf(text, sizeof text, "%.1f", share * 100);
  return text;
}

constexpr double smallest_share_shown = 0.001;

}  // namespace

Summary no_references() {
  return {
      "No reference picture was given, so this picture was not compared with the merchant's own "
      "pictures.",
      "未提供商家原图，因此该图片未与商家图片进行比对。"};
}

Summary unreadable_reference(int reference_number, std::string_view reason_en) {
  return {"Reference picture " + number(reference_number) +
              " could not be read and was left out of the comparison: " + std::string(reason_en) +
              ".",
          "商家第 " + number(reference_number) + " 张原图无法读取，未参与比对。"};
}

Summary unrelated(std::size_t reference_count) {
  const std::string en_pictures =
      reference_count == 1 ? "the reference picture"
                           : "any of the " + number(reference_count) + " reference pictures";
  return {"Nothing shows that this picture was made from " + en_pictures +
              ". This does not count against the picture.",
          "未发现该图片由商家原图（共 " + number(reference_count) +
              " 张）制作而成的迹象。此项结果不构成对该图片的不利判断。"};
}

Summary same_scene(int reference_number) {
  return {"This picture appears to show the same object or place as reference picture " +
              number(reference_number) +
              ", but as a photo of its own. This does not count against the picture.",
          "该图片与商家第 " + number(reference_number) +
              " 张原图似为同一物品或同一场景，但属于另行拍摄。此项结果不构成对该图片的不利判断。"};
}

Summary same_capture(int reference_number) {
  return {"This picture was made from the merchant's reference picture " +
              number(reference_number) +
              ": the two agree in fine detail as two separate photos would not.",
          "该图片由商家第 " + number(reference_number) +
              " 张原图制作而成：两者的细节吻合程度，是两次分别拍摄的照片所不具备的。"};
}

Summary edited(int reference_number, std::size_t region_count, double altered_share) {
  const bool is_tiny = altered_share < smallest_share_shown;
  const std::string share = percent(is_tiny ? smallest_share_shown : altered_share);
  const std::string en_regions =
      region_count == 1 ? "one region" : number(region_count) + " regions";
  return {"Compared with the merchant's reference picture " + number(reference_number) +
              ", this picture differs in " + en_regions + " (" + (is_tiny ? "under " : "") + share +
              " % of its area), beyond what re-compression, scaling or tone changes explain.",
          "与商家第 " + number(reference_number) + " 张原图相比，该图片有 " + number(region_count) +
              " 处区域存在差异（" + (is_tiny ? "不足" : "约占") + "画面的 " + share +
              "%），无法以重新压缩、缩放或色调变化解释。"};
}

Summary unedited_copy(int reference_number) {
  return {"This picture is the merchant's reference picture " + number(reference_number) +
              " without any recognisable change. It therefore shows nothing about the goods "
              "received.",
          "该图片即商家第 " + number(reference_number) +
              " 张原图，未发现可识别的改动，因此不能反映实际收到商品的状况。"};
}

std::vector<Summary> innocent_causes_of_copy() {
  return {
      {"The listing picture may have been sent only to show which article is meant.",
       "可能只是为了说明所指的是哪件商品而发送了商品展示图。"},
      {"A wrong file may have been picked when several pictures were at hand.",
       "可能在有多张图片时误选了文件。"},
      {"The picture on file as the merchant's may itself stem from this claim or from a message of "
       "the customer.",
       "登记为商家原图的图片，可能本身就来自本次售后单或顾客此前发送的消息。"},
  };
}

std::vector<Summary> innocent_causes_of_edit() {
  return {
      {"A mark, an arrow or a text may have been drawn on the listing picture to point at a spot.",
       "可能是在商品展示图上添加了标记、箭头或文字，以指明具体位置。"},
      {"An application may have added a watermark, a sticker, a frame or a beauty filter.",
       "应用程序可能自动添加了水印、贴纸、边框或美化效果。"},
      {"Something may cover part of the picture in a screenshot, such as a button or a caption.",
       "截图中可能有按钮、字幕等界面元素遮挡了部分画面。"},
      {"The listing picture may exist in several versions, and the one compared with may be "
       "another.",
       "商品展示图可能存在多个版本，参与比对的可能是另一版本。"},
  };
}

}  // namespace pixiu::assessment::texts
