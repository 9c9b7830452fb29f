#pragma once

#include "base/bytes.h"
#include "base/limits.h"
#include "base/result.h"
#include "sandbox/examiner.h"

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <nlohmann/json.hpp>

namespace pixiu::workflow {

// A claim photo with what came along, as bytes nobody has looked into. The views stay valid as long
// as `storage` lives.
struct Upload {
  ByteView photo;
  std::vector<ByteView> references;
  std::vector<ByteView> others;
  std::optional<std::string_view> context_json;
  bool wants_mask = false;
  bool wants_renditions = false;
  std::shared_ptr<const void> storage;
};

// Pictures for people to look at, long side at most 1600 px. Empty bytes where there is none: an
// unreadable file, no edit map, nothing derived.
struct Pictures {
  Bytes photo_jpeg;
  std::vector<Bytes> references_jpeg;  // one a reference, in order
  Bytes mask_png;                      // 8-bit grey, laid over the photo's rendition
  Bytes aligned_reference_jpeg;        // the reference warped into the photo's frame
};

struct Inspection {
  nlohmann::json assessment;         // the contract's JSON, pixiu.assessment/1
  std::string band;                  // as in the JSON
  std::optional<Pictures> pictures;  // when asked for
};

// Called exactly once, on a worker's thread. Must not throw.
using InspectionDone = std::function<void(Result<Inspection>)>;

// The use case "examine an upload". Thread-safe.
class InspectionService {
 public:
  virtual ~InspectionService() = default;

  // Checks the context, then queues the upload; `done` is called only after a success. Never waits.
  // Errors: invalid_input or limit_exceeded (context); unavailable when the queue is full or the
  //         service stops.
  virtual Status submit(Upload upload, InspectionDone done) = 0;

  // Uploads that wait for a worker.
  virtual std::size_t waiting_count() const = 0;
  // False when submit would find the queue full.
  virtual bool has_room() const = 0;
};

struct InspectionQueueOptions {
  int workers = 1;
  std::size_t length_max = limits::inspection_queue_length_max;
  std::chrono::milliseconds wait_time_max = limits::inspection_wait_time_max;
};

// Examines uploads in the sandbox, `workers` side by side. An upload that waited longer than
// `wait_time_max` is answered with deadline_exceeded. Destruction answers what waits with
// unavailable and ends when the running ones are done.
class InspectionQueue final : public InspectionService {
 public:
  // `examiner` outlives the queue.
  InspectionQueue(sandbox::Examiner& examiner, const InspectionQueueOptions& options);
  ~InspectionQueue() override;
  InspectionQueue(const InspectionQueue&) = delete;
  InspectionQueue& operator=(const InspectionQueue&) = delete;

  Status submit(Upload upload, InspectionDone done) override;
  std::size_t waiting_count() const override;
  bool has_room() const override;

 private:
  struct State;
  std::unique_ptr<State> state_;
};

// Examines one upload and makes the pictures asked for. Blocks. `context` is the upload's, parsed.
// Errors: unavailable when the sandbox is gone; internal when a picture of our own cannot be
//         encoded. A photo that cannot be read is no error: the assessment says why.
Result<Inspection> inspect(sandbox::Examiner& examiner, const Upload& upload,
                           const assessment::Context& context);

}  // namespace pixiu::workflow
