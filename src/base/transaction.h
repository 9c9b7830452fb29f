#pragma once

#include "base/result.h"

#include <functional>

namespace pixiu {

// What one step writes to one database, together or not at all. A store's method that takes one
// takes part in it: it sees what the step wrote before, nobody else does until it is durable. Made
// by Transactions::run alone and valid during the call; a store of another database refuses it
// (checked).
class Transaction {
 public:
  Transaction(const Transaction&) = delete;
  Transaction& operator=(const Transaction&) = delete;

 protected:
  Transaction() = default;
  virtual ~Transaction() = default;  // virtual: a store finds its own kind by dynamic_cast
};

// One database, seen as the place where steps are carried out. Implemented beside the stores.
// Thread-safe; writes of several callers may share one commit.
class Transactions {
 public:
  using Step = std::function<Status(Transaction& transaction)>;

  virtual ~Transactions() = default;

  // Runs `step`; when it returns without an Error, what it wrote is made durable before run()
  // returns. When it returns an Error, nothing it wrote stays, and run() returns that Error.
  //
  // `step` MAY run more than once (another writer was in the way) and on another thread: it has no
  // other effect than its writes and the variables it sets anew each time. It MUST be short, MUST
  // NOT wait for anything else and MUST NOT call run().
  //
  // Errors: the step's own; unavailable (nothing was written, later may help); internal (the
  // commit failed and whether it is durable is unknown: writes are idempotent, so that the caller
  // may do the same again).
  virtual Status run(const Step& step) = 0;
};

}  // namespace pixiu
