#include "cases/diagram.h"

#include "cases/reasons.h"
#include "cases/transitions.h"

#include <map>
#include <utility>
#include <vector>

namespace pixiu::cases {
namespace {

template <class Word>
std::vector<Word> words_in(const SetOf<Word>& set, std::size_t count) {
  std::vector<Word> words;
  for (std::size_t i = 0; i < count; ++i) {
    if (set.holds(static_cast<Word>(i))) words.push_back(static_cast<Word>(i));
  }
  return words;
}

template <class Word>
std::string listed(const std::vector<Word>& words, std::string_view separator) {
  std::string text;
  for (const Word word : words) {
    if (!text.empty()) text += separator;
    text += name_of(word);
  }
  return text;
}

// One arrow a pair of states; its label lists what leads along it.
std::string diagram() {
  std::map<std::pair<State, State>, std::vector<std::string_view>> arrows;
  for (const Transition& row : transitions()) {
    if (!row.to) continue;
    for (const State from : words_in(row.from, state_names.size())) {
      auto& labels = arrows[{from, *row.to}];
      const std::string_view label = event_kind_name(row.event);
      if (labels.empty() || labels.back() != label) labels.push_back(label);
    }
  }
  std::string text = "```mermaid\nstateDiagram-v2\n";
  for (const auto& [states, labels] : arrows) {
    text += "    ";
    text += states.first == State::not_filed ? "[*]" : name_of(states.first);
    text += " --> " + std::string(name_of(states.second)) + " : ";
    for (std::size_t i = 0; i < labels.size(); ++i) {
      text += (i == 0 ? "" : " / ") + std::string(labels[i]);
    }
    text += "\n";
  }
  for (const State state : {State::closed, State::withdrawn, State::settled}) {
    text += "    " + std::string(name_of(state)) + " --> [*]\n";
  }
  return text + "```\n";
}

std::string row_table() {
  std::string text =
      "| from | event | by | when | gates | to | opens |\n|---|---|---|---|---|---|---|\n";
  for (const Transition& row : transitions()) {
    std::string gates;
    for (const Gate gate : words_in(row.gates, gate_count)) {
      gates += (gates.empty() ? "" : ", ") + std::string(gate_name(gate));
    }
    text += "| " + listed(words_in(row.from, state_names.size()), ", ") + " | " +
            std::string(event_kind_name(row.event)) + " | " +
            listed(words_in(row.who, role_names.size()), ", ") + " | " +
            std::string(name_of(row.when)) + " | " + gates + " | " +
            std::string(row.to ? name_of(*row.to) : "(stays)") + " | " +
            std::string(row.opens ? name_of(*row.opens) : "") + " |\n";
  }
  return text;
}

std::string gate_table() {
  std::string text = "| gate | what is said when it is shut | 中文 |\n|---|---|---|\n";
  for (std::size_t i = 0; i < gate_count; ++i) {
    const auto gate = static_cast<Gate>(i);
    text += "| " + std::string(gate_name(gate)) + " | " + gate_text(gate).en + " | " +
            gate_text(gate).zh + " |\n";
  }
  return text;
}

std::string reason_table() {
  std::string text = "| code | speaks for | reason | 中文 |\n|---|---|---|---|\n";
  for (const ReasonCode& code : reason_codes()) {
    const std::string_view side = code.is_for_buyer && code.is_for_merchant ? "either"
                                  : code.is_for_buyer                       ? "buyer"
                                                                            : "merchant";
    text += "| " + std::string(code.code) + " | " + std::string(side) + " | " +
            std::string(code.en) + " | " + std::string(code.zh) + " |\n";
  }
  return text;
}

}  // namespace

std::string claim_states_markdown() {
  return "## The diagram\n\n" + diagram() + "\n## Every row\n\n" + row_table() +
         "\n## The gates\n\n" + gate_table() + "\n## The checklist of reasons\n\n" + reason_table();
}

std::string with_claim_states(std::string_view page) {
  constexpr std::string_view end_line = "<!-- /states -->";
  const std::size_t start = page.find("<!-- states: ");
  const std::size_t end = page.find(end_line);
  if (start == std::string_view::npos || end == std::string_view::npos || end < start) {
    return std::string(page);
  }
  const std::size_t after_start = page.find('\n', start) + 1;
  return std::string(page.substr(0, after_start)) + claim_states_markdown() +
         std::string(page.substr(end));
}

}  // namespace pixiu::cases
