#include "provenance/ai_declaration.h"

#include <gtest/gtest.h>

namespace pixiu::provenance {
namespace {

TEST(Article6, a_hidden_label_outweighs_what_the_user_says) {
  EXPECT_EQ(article6({.hidden_label_says_generated = true, .declared_by_user = false}),
            Article6::generated);
}

TEST(Article6, the_users_own_word_makes_it_possible) {
  EXPECT_EQ(article6({.declared_by_user = true, .has_other_traces = true}), Article6::possibly);
}

TEST(Article6, a_visible_label_or_other_traces_make_it_suspected) {
  EXPECT_EQ(article6({.has_visible_label = true}), Article6::suspected);
  EXPECT_EQ(article6({.declared_by_user = false, .has_other_traces = true}), Article6::suspected);
}

TEST(Article6, nothing_found_and_nothing_said_asks_for_no_hint) {
  EXPECT_EQ(article6({}), Article6::none);
  EXPECT_EQ(article6_text_zh(Article6::none), "");
}

TEST(AiDeclaration, the_strongest_counts) {
  EXPECT_EQ(strongest({}), DeclaredAi::none);
  EXPECT_EQ(strongest({{DeclaredAi::composite, DeclaredBy::iptc},
                       {DeclaredAi::generated, DeclaredBy::c2pa},
                       {DeclaredAi::none, DeclaredBy::exif}}),
            DeclaredAi::generated);
}

}  // namespace
}  // namespace pixiu::provenance
