#include "tests/e2e/retention_files.h"

#include <unistd.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <sstream>
#include <string_view>
#include <utility>

#include "tests/support/cases.h"
#include "tests/support/postgres_server.h"
#include "worker/adapters/postgres/postgres_store.h"
#include "worker/adapters/sqlite/sqlite_store.h"
#include "worker/core/digest.h"
#include "worker/sealing/key_ring.h"

namespace dm::e2e {
namespace {

using testing::PostgresServer;

constexpr char kMunicipality[] = "0000-exempelkommun";
constexpr std::int64_t kDayMs = 86'400'000;

AuditEvent By(const std::string& action) {
  AuditEvent audit;
  audit.actor_kind = ActorKind::kPerson;
  audit.actor = "anna.exempel";
  audit.action = action;
  return audit;
}

// A number that no person has: the day is chosen, and the last four are made to fit.
Personnummer NumberBorn(const std::string& day, int serial) {
  const std::string number = std::to_string(1000 + serial % 900).substr(1);
  const std::string nine = day.substr(2) + number;
  return *Personnummer::Parse(day + number + std::to_string(LuhnCheckDigit(nine)));
}

void Apply(WholeStore& store, const CaseChange& change, Instant at) {
  const auto applied = store.Apply(change, at);
  ASSERT_TRUE(applied.ok()) << MessageOf(applied.status());
}

// What is left of a household has its name, and of its adults their day of birth.
constexpr std::string_view kWanted[] = {"gone-", "19900102", "19910203"};

int CountIn(const std::string& bytes) {
  int found = 0;
  const auto count = [&](std::string_view wanted) {
    for (std::size_t at = bytes.find(wanted); at != std::string::npos;
         at = bytes.find(wanted, at + 1))
      ++found;
  };
  for (const std::string_view wanted : kWanted) count(wanted);
  using namespace std::string_view_literals;
  count("g\0o\0n\0e\0-"sv);  // as UTF-16
  return found;
}

std::string BytesOf(const std::filesystem::path& path) {
  std::ifstream file(path, std::ios::binary);
  return {std::istreambuf_iterator<char>(file), {}};
}

}  // namespace

void RetentionFiles::Begin(Storage storage, const std::string& retention) {
  ASSERT_TRUE(LoadSwedishTime().ok());
  storage_ = storage;
  municipality_ = std::make_unique<Municipality>("retention-" + std::to_string(getpid()), 2);
  if (storage == Storage::kPlain) municipality_->Configure("sealing:\n  key_file: keys\n", "");
  municipality_->Configure("development:\n", "retention: {" + retention + "}\ndevelopment:\n");
  if (storage != Storage::kPostgres) return;
  schema_ = "retention_" + RandomHex(8);
  municipality_->UseDatabase(PostgresServer::Shared().Connection(schema_));
}

void RetentionFiles::TearDown() {
  if (municipality_ == nullptr) return;
  const std::string folder = municipality_->folder();
  municipality_.reset();
  if (!HasFailure()) std::filesystem::remove_all(folder);
}

std::unique_ptr<WholeStore> RetentionFiles::OpenStore() const {
  std::shared_ptr<sealing::KeyRing> keys;
  if (storage_ != Storage::kPlain) keys = *sealing::KeyRing::Open(Path("keys"));
  StatusOr<std::unique_ptr<WholeStore>> store = Internal("");
  if (storage_ == Storage::kPostgres) {
    PostgresOptions options;
    options.connection = PostgresServer::Shared().Connection(schema_);
    options.connections = 2;
    options.keys = keys;
    store = OpenPostgresStore(options, kMunicipality, old_);
  } else {
    SqliteOptions options;
    options.keys = keys;
    store = OpenSqliteStore(Path("medarbetare.db"), kMunicipality, options, old_);
  }
  EXPECT_TRUE(store.ok()) << MessageOf(store.status());
  return store.ok() ? *std::move(store) : nullptr;
}

Application RetentionFiles::ApplicationOf(const std::string& name,
                                          int number,
                                          Instant at,
                                          Born born) const {
  Application application = testing::PlainApplication();
  application.received_at = at;
  application.id = ApplicationId::FromTrusted("CANARY-APP-" + name);
  application.household = HouseholdId::FromTrusted("CANARY-HH-" + name);
  application.persons.clear();
  int serial = 3 * number;
  const bool goes = name.starts_with("gone-");
  for (const char* const day : {goes ? "19900102" : "19920607",
                                goes ? "19910203" : "19930708",
                                born == Born::kTheFifth ? "20150305" : "20150304"}) {
    const bool child = std::string(day).starts_with("2015");
    Person person = testing::Adult("p" + std::to_string(application.persons.size() + 1),
                                   testing::kAdult,
                                   child                         ? PersonRole::kChild
                                   : application.persons.empty() ? PersonRole::kApplicant
                                                                 : PersonRole::kCoApplicant);
    person.personnummer = NumberBorn(day, serial++);
    person.born = person.personnummer.birth_date();
    person.name = "CANARY NAMN " + name;
    application.persons.push_back(person);
  }
  return application;
}

CaseId RetentionFiles::Submit(WholeStore& store, const Application& application, Instant at) const {
  NewCase made;
  made.request_id = "CANARY-REQUEST-" + application.id.value();
  made.content_sha256 = Sha256Hex(application.id.value());
  made.application = application;
  made.audit = By("application_accepted");
  const auto accepted = store.Accept(made, at);
  EXPECT_TRUE(accepted.ok()) << MessageOf(accepted.status());
  return accepted.ok() ? accepted->case_id : CaseId();
}

CaseId RetentionFiles::File(
    WholeStore& store, const std::string& name, Instant at, Born born, bool ended) {
  CaseId id = Submit(store, ApplicationOf(name, ++number_, at, born), at);
  CaseChange change;
  change.case_id = id;
  change.expected_version = 1;
  change.to = CaseState::kEscalated;
  change.escalation.emplace();
  change.escalation->id = EscalationId::FromTrusted(id.value() + ".item");
  change.escalation->case_id = id;
  change.escalation->routing = testing::PlainEscalate().routing;
  Effect letter;
  letter.id = EffectId::FromTrusted("LETTER-" + id.value());
  letter.case_id = id;
  letter.kind = EffectKind::kLetter;
  letter.order = 1;
  letter.letter = Letter{.template_id = "beslut_bifall",
                         .language = "sv",
                         .subject = "Beslut",
                         .body = "CANARY BREV " + name};
  change.effects = {letter};
  change.audit = By("case_escalated");
  Apply(store, change, at);
  const Status marked = store.MarkEffect(letter.id,
                                         EffectState::kDelivered,
                                         "CANARY-REF-" + name,
                                         "",
                                         at,
                                         "",
                                         By("effect_delivered"),
                                         at);
  EXPECT_TRUE(marked.ok()) << MessageOf(marked);
  if (!ended) return id;
  change.expected_version = 2;
  change.to = CaseState::kWrittenOff;
  change.escalation->state = EscalationState::kDecided;
  change.escalation->version = 2;
  change.effects.clear();
  Apply(store, change, at);
  return id;
}

void RetentionFiles::Fill(const Files& files) {
  const std::unique_ptr<WholeStore> store = OpenStore();
  ASSERT_NE(store, nullptr);
  for (int i = 0; i < files.gone; ++i) {
    const std::string name = "gone-" + std::to_string(i) + ".";
    gone_.push_back(File(*store, name, old_, Born::kAnyDay));
    for (const char* const what : {"CANARY-APP-",
                                   "CANARY-HH-",
                                   "CANARY NAMN ",
                                   "CANARY BREV ",
                                   "CANARY-REF-",
                                   "CANARY-REQUEST-CANARY-APP-"})
      canaries_.push_back(what + name);
    Frame frame = testing::PlainFrame();
    frame.household = HouseholdId::FromTrusted("CANARY-HH-" + name);
    frame.id = FrameId();
    frame.version = 0;
    frame.signed_at = old_;
    ASSERT_TRUE(store->SignFrame(frame, "CANARY-FRAME-" + name, By("frame_signed"), old_).ok());
  }
  for (int i = 0; i < files.held; ++i)
    held_.push_back(File(*store, "held-" + std::to_string(i) + ".", old_, Born::kAnyDay));
  for (int i = 0; i < files.research; ++i)
    kept_.push_back(File(*store, "research-" + std::to_string(i) + ".", old_, Born::kTheFifth));
  for (int i = 0; i < files.young; ++i)
    kept_.push_back(File(*store, "young-" + std::to_string(i) + ".", young_, Born::kAnyDay));
  for (int i = 0; i < files.open; ++i)
    kept_.push_back(File(*store, "open-" + std::to_string(i) + ".", old_, Born::kAnyDay, false));
}

void RetentionFiles::Later(int days) const {
  const std::string key = "clock_offset_ms: ";
  const std::string text = ReadFile(municipality_->config());
  const std::size_t at = text.find(key);
  ASSERT_NE(at, std::string::npos);
  const std::string was = text.substr(at, text.find('\n', at) - at);
  municipality_->Configure(
      was, key + std::to_string(std::stoll(was.substr(key.size())) + days * kDayMs));
}

int RetentionFiles::Traces() const {
  if (storage_ != Storage::kPostgres) {
    int found = 0;
    for (const auto& entry : std::filesystem::directory_iterator(municipality_->folder())) {
      const std::string name = entry.path().filename().string();
      if (entry.is_regular_file() && name.starts_with("medarbetare"))
        found += CountIn(BytesOf(entry.path()));
    }
    return found;
  }
  const PostgresServer& server = PostgresServer::Shared();
  const std::string tables = server.Sql(
      "SELECT string_agg(table_name, ' ') FROM information_schema.tables WHERE table_schema = '" +
      schema_ + "'");
  EXPECT_NE(tables, "");
  int found = 0;
  std::istringstream names(tables);
  for (std::string table; names >> table;) {
    for (const std::string_view wanted : kWanted) {
      // Bytes are shown as hexadecimal digits.
      const std::string text = "'%" + std::string(wanted) + "%'";
      found += std::stoi(server.Sql(
          "SELECT count(*) FROM " + schema_ + "." + table + " AS r WHERE r::text LIKE " + text +
          " OR r::text LIKE '%' || encode('" + std::string(wanted) + "', 'hex') || '%'"));
    }
  }
  return found;
}

int RetentionFiles::TracesInServerFiles(const std::string& folder) const {
  int found = 0;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(folder))
    if (entry.is_regular_file()) found += CountIn(BytesOf(entry.path()));
  return found;
}

nlohmann::json RetentionFiles::Counts(const Finished& finished) const {
  EXPECT_EQ(finished.exit_code, 0) << finished.err;
  return nlohmann::json::parse(finished.out)["counts"];
}

nlohmann::json RetentionFiles::Due() const {
  return Counts(municipality_->Medarbetare({"retention", "due", "--json"}));
}

Finished RetentionFiles::RunRetention() const {
  return municipality_->Medarbetare({"retention", "run", "--actor", "bo.exempel", "--json"});
}

Finished RetentionFiles::At(const std::string& name, std::vector<std::string> words) const {
  std::string port = ReadFile(Path(name + ".port"));
  while (!port.empty() && port.back() == '\n') port.pop_back();
  words.insert(words.begin(), Municipality::Binary("medarbetare"));
  words.insert(words.end(), {"--target", "127.0.0.1:" + port});
  return RunCommand(words);
}

std::string RetentionFiles::VerifiedChain() const {
  const Finished exported = municipality_->Medarbetare({"audit", "export", Path("audit.jsonl")});
  EXPECT_EQ(exported.exit_code, 0) << exported.err;
  EXPECT_EQ(municipality_->Medarbetare({"audit", "verify", Path("audit.jsonl")}).exit_code, 0);
  const Finished other =
      RunCommand({std::string(DM_SOURCE_DIR) + "/deploy/audit-verify", Path("audit.jsonl")});
  EXPECT_EQ(other.exit_code, 0) << other.out << other.err;
  std::string chain = ReadFile(Path("audit.jsonl"));
  std::filesystem::remove(Path("audit.jsonl"));
  return chain;
}

}  // namespace dm::e2e
