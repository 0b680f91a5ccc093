// Readers: a few connections that only read. Each read sees one committed state of the store.
// Thread-safe.
#pragma once

#include <memory>
#include <vector>

#include "worker/adapters/sqlite/database.h"
#include "worker/core/mutex.h"
#include "worker/core/status.h"

namespace dm::sqlite {

class Readers {
 public:
  explicit Readers(std::vector<std::unique_ptr<Database>> connections)
      : idle_(std::move(connections)) {}

  // What `read`, a function of Database&, gives; waits while every connection is in use. Reads are
  // kept short: the log cannot be emptied past them.
  template <typename Read>
  auto Do(const Read& read) -> decltype(read(std::declval<Database&>())) {
    Lease lease(*this);
    DM_ASSIGN_OR_RETURN(const Transaction transaction, Transaction::BeginRead(lease.database()));
    return read(lease.database());
  }

 private:
  class Lease {
   public:
    explicit Lease(Readers& readers) : readers_(readers), database_(readers.Take()) {}

    ~Lease() { readers_.GiveBack(std::move(database_)); }

    Lease(const Lease&) = delete;
    Lease& operator=(const Lease&) = delete;
    Lease(Lease&&) = delete;
    Lease& operator=(Lease&&) = delete;

    Database& database() { return *database_; }

   private:
    Readers& readers_;
    std::unique_ptr<Database> database_;
  };

  std::unique_ptr<Database> Take();
  void GiveBack(std::unique_ptr<Database> database);

  Mutex mutex_;
  CondVar free_;
  std::vector<std::unique_ptr<Database>> idle_ DM_GUARDED_BY(mutex_);
};

}  // namespace dm::sqlite
