#include "http/upload.h"

#include <string>

#include <gtest/gtest.h>

namespace pixiu::http {
namespace {

struct Form {
  std::string body;

  Form& add(std::string_view name, std::string_view content) {
    body += "--b\r\nContent-Disposition: form-data; name=\"" + std::string(name) +
            "\"; filename=\"x\"\r\n\r\n" + std::string(content) + "\r\n";
    return *this;
  }
  auto read(std::string query = "") const {
    const auto owner = std::make_shared<std::string>(body + "--b--\r\n");
    return read_upload({.method = "POST",
                        .path = "/v1/inspect",
                        .query = std::move(query),
                        .content_type = "multipart/form-data; boundary=b"},
                       bytes_of(*owner), owner);
  }
  std::string problem(std::string query = "") const {
    const auto upload = read(std::move(query));
    if (upload) return "";
    const auto json = nlohmann::json::parse(upload.error().body);
    return json.at("type").get<std::string>().substr(std::string("urn:pixiu:problem:").size());
  }
};

TEST(Upload, a_whole_form_becomes_an_upload) {
  const auto upload = Form()
                          .add("reference", "r0")
                          .add("photo", "p")
                          .add("context", "{}")
                          .add("reference", "r1")
                          .add("other", "o")
                          .read("include=mask,renditions");
  ASSERT_TRUE(upload) << upload.error().body;
  EXPECT_EQ(text_of(upload->photo), "p");
  ASSERT_EQ(upload->references.size(), 2u);
  EXPECT_EQ(text_of(upload->references[0]), "r0");
  EXPECT_EQ(text_of(upload->references[1]), "r1");
  ASSERT_EQ(upload->others.size(), 1u);
  EXPECT_EQ(upload->context_json, "{}");
  EXPECT_TRUE(upload->wants_mask);
  EXPECT_TRUE(upload->wants_renditions);
}

TEST(Upload, the_photo_alone_is_enough) {
  const auto upload = Form().add("photo", "p").read();
  ASSERT_TRUE(upload);
  EXPECT_FALSE(upload->context_json);
  EXPECT_FALSE(upload->wants_mask);
  EXPECT_FALSE(upload->wants_renditions);
}

TEST(Upload, the_upload_keeps_its_bytes_alive) {
  std::optional<workflow::Upload> kept = *Form().add("photo", "p").read();
  EXPECT_EQ(kept->storage.use_count(), 1);
  EXPECT_EQ(text_of(kept->photo), "p");
}

TEST(Upload, wrong_parts_are_told_apart) {
  EXPECT_EQ(Form().problem(), "missing-part");
  EXPECT_EQ(Form().add("reference", "r").problem(), "missing-part");
  EXPECT_EQ(Form().add("photo", "p").add("photo", "q").problem(), "repeated-part");
  EXPECT_EQ(Form().add("photo", "p").add("context", "{}").add("context", "{}").problem(),
            "repeated-part");
  EXPECT_EQ(Form().add("photo", "p").add("video", "v").problem(), "unknown-part");
  Form broken;
  broken.body = "--b\r\nnonsense\r\n";
  EXPECT_EQ(broken.problem(), "malformed-multipart");
}

TEST(Upload, references_and_others_are_bounded) {
  Form form;
  form.add("photo", "p");
  for (int i = 0; i < limits::references_max; ++i) form.add("reference", "r");
  for (int i = 0; i < limits::others_max; ++i) form.add("other", "o");
  form.add("context", "{}");
  EXPECT_EQ(form.problem(), "");
  EXPECT_EQ(Form(form).add("photo", "q").problem(), "too-many-parts");

  Form many_references;
  for (int i = 0; i <= limits::references_max; ++i) many_references.add("reference", "r");
  EXPECT_EQ(many_references.problem(), "too-many-parts");
  Form many_others;
  for (int i = 0; i <= limits::others_max; ++i) many_others.add("other", "r");
  EXPECT_EQ(many_others.problem(), "too-many-parts");
}

TEST(Upload, one_picture_may_not_be_larger_than_a_photo) {
  EXPECT_EQ(Form().add("photo", std::string(limits::photo_bytes_max + 1, 'x')).problem(),
            "body-too-large");
  EXPECT_EQ(Form().add("photo", std::string(limits::photo_bytes_max, 'x')).problem(), "");
}

TEST(Upload, the_query_is_read_strictly) {
  Form form;
  form.add("photo", "p");
  EXPECT_TRUE(form.read("include=mask")->wants_mask);
  EXPECT_FALSE(form.read("include=mask")->wants_renditions);
  EXPECT_TRUE(form.read("include=mask%2Crenditions")->wants_renditions);
  EXPECT_FALSE(form.read("include=")->wants_mask);
  for (const auto* query :
       {"include=masks", "mask", "include=mask&include=mask", "x=1", "include=mask;renditions"}) {
    EXPECT_EQ(form.problem(query), "invalid-query") << query;
  }
}

TEST(Upload, an_inspection_is_answered_with_its_json) {
  const auto response = inspection_response(workflow::Inspection{
      .assessment = {{"schema", "pixiu.assessment/1"}, {"band", "review"}}, .band = "review"});
  EXPECT_EQ(response.status, 200);
  EXPECT_EQ(response.content_type, "application/json");
  EXPECT_EQ(response.band, "review");
  const auto json = nlohmann::json::parse(response.body);
  EXPECT_EQ(json.at("band"), "review");
  EXPECT_FALSE(json.contains("pictures"));
}

TEST(Upload, pictures_become_data_urls_and_missing_ones_absent_keys) {
  const auto bytes = [](std::string_view text) {
    return Bytes(bytes_of(text).begin(), bytes_of(text).end());
  };
  workflow::Inspection inspection{.assessment = nlohmann::json::object()};
  inspection.pictures =
      workflow::Pictures{.photo_jpeg = bytes("foo"), .references_jpeg = {bytes(""), bytes("bar")}};
  const auto json = nlohmann::json::parse(inspection_response(inspection).body).at("pictures");
  EXPECT_EQ(json.at("photo"), "data:image/jpeg;base64,Zm9v");
  ASSERT_EQ(json.at("references").size(), 2u);
  EXPECT_TRUE(json.at("references")[0].is_null());
  EXPECT_EQ(json.at("references")[1], "data:image/jpeg;base64,YmFy");
  EXPECT_FALSE(json.contains("mask"));
  EXPECT_FALSE(json.contains("aligned_reference"));

  inspection.pictures->mask_png = bytes("foo");
  const auto masked = nlohmann::json::parse(inspection_response(inspection).body).at("pictures");
  EXPECT_EQ(masked.at("mask"), "data:image/png;base64,Zm9v");
}

TEST(Upload, a_failed_inspection_is_its_problem) {
  EXPECT_EQ(inspection_response(Error{ErrorCode::deadline_exceeded, "late"}).status, 503);
  EXPECT_EQ(inspection_response(Error{ErrorCode::internal, "broken"}).status, 500);
  EXPECT_EQ(inspection_response(Error{ErrorCode::unavailable, "stops"}).status, 503);
}

}  // namespace
}  // namespace pixiu::http
