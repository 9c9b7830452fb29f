#include "media/warm_up.h"

#include "media/decode.h"
#include "media/test_pictures.h"

#include <gtest/gtest.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

namespace pixiu::media {
namespace {

TEST(warm_up, every_built_in_sample_decodes) {
  const Status status = warm_up();
  EXPECT_TRUE(status.has_value()) << status.error().message;
}

// Runs in a child that may open no file at all; returns the index of the file that failed, or 100.
int decode_without_files(const std::vector<Bytes>& files) {
  const rlimit none{0, 0};
  if (setrlimit(RLIMIT_NOFILE, &none) != 0) return 99;
  for (std::size_t i = 0; i < files.size(); ++i) {
    if (!decode_photo(files[i])) return static_cast<int>(i);
  }
  return 100;
}

TEST(warm_up, afterwards_decoding_opens_no_file) {
  const cv::Mat picture = test::quarters(64, 64);
  const std::vector<Bytes> files = {test::jpeg(picture),
                                    test::png(picture),
                                    test::webp(picture, {.has_alpha = true}),
                                    test::heif(picture),
                                    test::heif(picture, {.is_av1 = true}),
                                    test::gif(picture),
                                    test::tiff(picture)};
  ASSERT_TRUE(warm_up().has_value());
  const pid_t child = fork();
  ASSERT_GE(child, 0);
  if (child == 0) _exit(decode_without_files(files));
  int status = 0;
  ASSERT_EQ(waitpid(child, &status, 0), child);
  ASSERT_TRUE(WIFEXITED(status));
  EXPECT_EQ(WEXITSTATUS(status), 100) << "the file of this index does not decode";
}

}  // namespace
}  // namespace pixiu::media
