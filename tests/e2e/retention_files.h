// RetentionFiles: a municipality with the files of many households in its store, of every kind that
// retention tells apart, for the tests that erase by the real program (I24, S21). What must go has
// `gone-` in all that it is told by, and days of birth of its own.
#pragma once

#include <memory>
#include <string>
#include <vector>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "tests/e2e/municipality.h"
#include "worker/ports/whole_store.h"

namespace dm::e2e {

enum class Storage { kPlain, kEncrypted, kPostgres };  // kPostgres is encrypted too

enum class Born { kAnyDay, kTheFifth };

// How many files of each kind; each household is two adults and a child.
struct Files {
  int gone = 334;
  int held = 5;
  int research = 7;
  int young = 5;
  int open = 3;
};

class RetentionFiles : public ::testing::Test {
 protected:
  // `retention` is what the configuration says of it.
  void Begin(Storage storage, const std::string& retention = "research: days_5_15_25");
  void TearDown() override;

  std::string Path(const std::string& name) const { return municipality_->folder() + "/" + name; }

  // Fills the store while no worker has it.
  void Fill(const Files& files);
  // A case that ends at `at` by a person's hand, with a letter and a message.
  CaseId File(WholeStore& store, const std::string& name, Instant at, Born born, bool ended = true);
  std::unique_ptr<WholeStore> OpenStore() const;

  // The worker's clock is so many days later, for programs that start from then on.
  void Later(int days) const;

  // How many times what must be gone stands in the tables, or in the files of SQLite.
  int Traces() const;
  // The same in the files of the database server that hold its tables.
  int TracesInServerFiles(const std::string& folder) const;

  nlohmann::json Counts(const Finished& finished) const;
  nlohmann::json Due() const;
  Finished RunRetention() const;
  // The command line against the worker that StartAnother(name) has started.
  Finished At(const std::string& name, std::vector<std::string> words) const;
  // The exported chain, which two programs have found whole.
  std::string VerifiedChain() const;

  std::unique_ptr<Municipality> municipality_;
  // The worker's first day is 2026-11-24.
  const Instant old_ = *Instant::Parse("2021-11-23T09:00:00+01:00");
  const Instant young_ = *Instant::Parse("2021-11-24T09:00:00+01:00");
  std::string schema_;                 // of PostgreSQL
  std::vector<std::string> canaries_;  // what must not be left
  std::vector<CaseId> gone_;
  std::vector<CaseId> held_;
  std::vector<CaseId> kept_;

 private:
  Application ApplicationOf(const std::string& name, int number, Instant at, Born born) const;
  CaseId Submit(WholeStore& store, const Application& application, Instant at) const;

  Storage storage_ = Storage::kPlain;
  int number_ = 0;
};

}  // namespace dm::e2e
