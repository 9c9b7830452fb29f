#include "cli/batch.h"

#include "assessment/render.h"
#include "cli/batch_line.h"
#include "cli/case_files.h"
#include "cli/progress.h"

#include <condition_variable>
#include <fstream>
#include <map>
#include <mutex>
#include <ostream>
#include <thread>
#include <vector>

#include <nlohmann/json.hpp>

namespace pixiu::cli {
namespace {

using nlohmann::json;

// How many answers a job may be ahead of the oldest case that is still being examined.
constexpr std::size_t results_ahead_per_job_max = 16;

struct Answer {
  std::string line;
  bool is_error = false;
};

struct Task {
  std::size_t sequence = 0;
  LineReader::Line line;
};

// Hands out the lines of a file and writes the answers in the same order. Thread-safe.
class OrderedLines {
 public:
  OrderedLines(std::istream& in, std::ostream& out, Progress& progress, std::size_t ahead_max)
      : reader_(in), out_(out), progress_(progress), ahead_max_(ahead_max) {}

  // The next line; waits while too many answers are held back. Absent at the end, or when the
  // output is broken.
  std::optional<Task> take() {
    std::unique_lock lock(mutex_);
    room_.wait(lock, [&] { return taken_ < written_ + ahead_max_ || is_broken_; });
    if (is_broken_) return std::nullopt;
    auto line = reader_.next();
    if (!line) return std::nullopt;
    return Task{taken_++, *std::move(line)};
  }

  void give(std::size_t sequence, Answer answer) {
    const std::lock_guard lock(mutex_);
    held_back_.emplace(sequence, std::move(answer));
    for (auto next = held_back_.find(written_); next != held_back_.end();
         next = held_back_.find(written_)) {
      has_error_ = has_error_ || next->second.is_error;
      progress_.advance(next->second.is_error);
      out_ << next->second.line << '\n';
      held_back_.erase(next);
      ++written_;
    }
    out_.flush();
    is_broken_ = is_broken_ || !out_;
    room_.notify_all();
  }

  // After all threads have ended.
  bool has_failed() const { return has_error_ || is_broken_; }
  bool is_broken() const { return is_broken_; }

 private:
  std::mutex mutex_;
  std::condition_variable room_;
  LineReader reader_;
  std::ostream& out_;
  Progress& progress_;
  std::size_t ahead_max_;
  std::size_t taken_ = 0;
  std::size_t written_ = 0;
  std::map<std::size_t, Answer> held_back_;
  bool has_error_ = false;
  bool is_broken_ = false;
};

CasePaths absolute(const BatchCase& batch_case, const std::filesystem::path& folder) {
  CasePaths paths{.photo = folder / batch_case.photo};
  for (const auto& path : batch_case.references) paths.references.push_back(folder / path);
  for (const auto& path : batch_case.others) paths.others.push_back(folder / path);
  return paths;
}

// Writes the mask when there is one and says its name in the result.
Status write_mask(const BatchOptions& options, const BatchLine& line, std::size_t number,
                  const assessment::Assessment& assessment, json& result) {
  if (!options.mask_dir || assessment.mask.empty()) return {};
  const Result<Bytes> png = assessment::mask_png(assessment);
  if (!png) return png.error();
  const std::string name = mask_file_name(line.id, number);
  Status written = write_file(*options.mask_dir / name, *png);
  if (written) result["mask"] = name;
  return written;
}

Result<json> examine_line(const BatchOptions& options, const BatchLine& line, std::size_t number,
                          sandbox::Examiner& examiner) {
  if (!line.content) return line.content.error();
  const Result<CaseFiles> files = read_case(absolute(*line.content, options.cases.parent_path()));
  if (!files) return files.error();
  assessment::Request request = files->request();
  request.context = line.content->context;
  request.wants_mask = options.mask_dir.has_value();
  const assessment::Assessment assessment = examine_case(examiner, *files, request);
  json result = assessment::to_json(assessment);
  result["id"] = line.id;
  if (Status written = write_mask(options, line, number, assessment, result); !written) {
    return written.error();
  }
  return result;
}

Answer answer_line(const BatchOptions& options, const LineReader::Line& text,
                   sandbox::Examiner& examiner) {
  const BatchLine line = parse_batch_line(text.text, text.number);
  const Result<json> result = examine_line(options, line, text.number, examiner);
  if (!result) return {error_line(line.id, result.error()), true};
  return {result->dump(-1, ' ', false, json::error_handler_t::replace), false};
}

// For the progress bar; 0 when the file cannot be read twice.
std::size_t count_lines(const std::filesystem::path& path) {
  std::error_code ignored;
  if (!std::filesystem::is_regular_file(path, ignored)) return 0;
  std::ifstream in(path, std::ios::binary);
  LineReader reader(in);
  std::size_t count = 0;
  while (reader.next()) ++count;
  return count;
}

}  // namespace

int run_batch(const BatchOptions& options, sandbox::Examiner& examiner, Terminal& terminal) {
  std::error_code failure;
  std::ifstream in(options.cases, std::ios::binary);
  if (!in || std::filesystem::is_directory(options.cases, failure)) {
    terminal.err << "pixiu: cannot read " << printable(options.cases.string()) << '\n';
    return exit_usage;
  }
  failure.clear();
  if (options.mask_dir) std::filesystem::create_directories(*options.mask_dir, failure);
  if (failure) {
    terminal.err << "pixiu: cannot make " << printable(options.mask_dir->string()) << ": "
                 << failure.message() << '\n';
    return exit_usage;
  }
  const std::size_t total = terminal.err_is_terminal ? count_lines(options.cases) : 0;
  Progress progress(terminal.err, terminal.err_is_terminal, total);
  const auto jobs = static_cast<std::size_t>(options.jobs);
  OrderedLines lines(in, terminal.out, progress, jobs * results_ahead_per_job_max);
  {
    std::vector<std::jthread> workers;
    for (std::size_t i = 0; i < jobs; ++i) {
      workers.emplace_back([&] {
        while (auto task = lines.take()) {
          lines.give(task->sequence, answer_line(options, task->line, examiner));
        }
      });
    }
  }
  progress.finish();
  if (lines.is_broken()) terminal.err << "pixiu: the output cannot be written\n";
  return lines.has_failed() ? exit_failure : exit_ok;
}

}  // namespace pixiu::cli
