#include "worker/adapters/codec/case_reader.h"

#include <fstream>
#include <functional>
#include <sstream>
#include <string>
#include <vector>

#include <google/protobuf/util/json_util.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "medarbetare/v1/case_input.pb.h"
#include "worker/adapters/codec/codec.h"
#include "worker/adapters/codec/message_filler.h"

namespace dm::codec {
namespace {

namespace pb = medarbetare::v1;
using Json = nlohmann::ordered_json;

struct Tally {
  int taken = 0;      // by the fast reader
  int left = 0;       // to the message, which takes it
  int refused = 0;    // by both
  int wrong = 0;      // taken by the fast reader and not, or otherwise, by the message
  std::string where;  // of the first wrong one
};

class BothReaders {
 public:
  void Compare(const std::string& json, const std::string& where) {
    if (!reader_.Read(json, &value_)) {
      ++tally_.left;
      return;
    }
    const StatusOr<CaseInput> message = CaseInputFromJsonMessage(json);
    if (message.ok() && Encode(*message) == Encode(value_)) {
      ++tally_.taken;
      return;
    }
    if (++tally_.wrong == 1) tally_.where = where;
  }

  const Tally& tally() const { return tally_; }

 private:
  FastCaseReader reader_;
  CaseInput value_;  // used again, as a month of cases does
  Tally tally_;
};

std::string Whole(const std::string& path) {
  std::ifstream file(std::string(DM_SOURCE_DIR) + "/" + path);
  std::stringstream text;
  text << file.rdbuf();
  return text.str();
}

// A case in which every field of the contract is set and every list has one item.
Json FilledCase(std::uint32_t seed) {
  pb::CaseInput message;
  MessageFiller(seed).Fill(message);
  const std::function<void(google::protobuf::Message&)> one_item_each =
      [&](google::protobuf::Message& part) {
        const auto* reflection = part.GetReflection();
        std::vector<const google::protobuf::FieldDescriptor*> fields;
        reflection->ListFields(part, &fields);
        for (const auto* field : fields) {
          if (field->name() == "raw") {
            reflection->ClearField(&part, field);
          } else if (field->is_repeated()) {
            reflection->RemoveLast(&part, field);
            if (field->message_type() != nullptr)
              one_item_each(*reflection->MutableRepeatedMessage(&part, field, 0));
          } else if (field->message_type() != nullptr) {
            one_item_each(*reflection->MutableMessage(&part, field));
          }
        }
      };
  one_item_each(message);
  std::string text;
  google::protobuf::util::JsonPrintOptions options;
  options.preserve_proto_field_names = true;
  EXPECT_TRUE(google::protobuf::util::MessageToJsonString(message, &text, options).ok());
  return Json::parse(text);
}

// What to put in place of a value of the tree: of another kind, or of its kind and out of order.
std::vector<Json> OddValues(const Json& kept) {
  std::vector<Json> odd = {
      nullptr, true, false, Json::object(), Json::array(), 1.5, 1e30, 1, "", "x"};
  const bool digits = kept.is_string() &&
                      kept.get<std::string>().find_first_not_of("0123456789") == std::string::npos;
  if (kept.is_number() || digits) {
    for (const std::int64_t number : std::vector<std::int64_t>{-10'000'000'001,
                                                               -10'000'000'000,
                                                               -1,
                                                               0,
                                                               20,
                                                               31,
                                                               32,
                                                               50,
                                                               51,
                                                               100,
                                                               101,
                                                               240,
                                                               1000,
                                                               1001,
                                                               1899,
                                                               1900,
                                                               2199,
                                                               2200,
                                                               5000,
                                                               5001,
                                                               10'000,
                                                               10'001,
                                                               1'000'000,
                                                               1'000'001,
                                                               2'147'483'648,
                                                               10'000'000'000,
                                                               10'000'000'001}) {
      // In the form that it has; the other form now and then.
      if (kept.is_number() || number % 100 == 1) odd.emplace_back(number);
      if (digits || number % 100 == 1) odd.emplace_back(std::to_string(number));
    }
  }
  if (!kept.is_string() || digits) return odd;
  for (const std::size_t size : std::vector<std::size_t>{35, 36, 63, 64, 65, 400, 401, 4001})
    odd.emplace_back(std::string(size, 'a'));
  for (const char* text : {"",
                           " ",
                           "x",
                           "a\nb",
                           "a\tb",
                           "å",
                           "\x01",
                           "\x7F",
                           "\xC2\x85",
                           "\xE2\x80\xA8",
                           "+1",
                           "01",
                           "1 ",
                           "2026-12-01",
                           "2026-11-31",
                           "1799-12-31",
                           "2199-12-31",
                           "2026-12",
                           "2026-13",
                           "2026-12-1",
                           "2026-11-26T08:00:00Z",
                           "2026-11-26T08:00:00.1239+01:00",
                           "1800-01-01T00:00:00+01:00",
                           "2199-12-31T23:59:59.999Z",
                           "2199-12-31T23:59:59-01:00",
                           "1800-01-01T00:00:00Z",
                           "2026-11-26",
                           "199001012385",
                           "19900101-2385",
                           "199001012386",
                           "199001612385",
                           "ANSWER_UNSPECIFIED",
                           "ANSWER_YES",
                           "CHANNEL_UNSPECIFIED",
                           "OUTCOME_UNSPECIFIED",
                           "PAYMENT_KIND_UNSPECIFIED",
                           "AMOUNT_KIND_UNSPECIFIED",
                           "CASE_OUTCOME_UNSPECIFIED",
                           "PERSON_ROLE_UNSPECIFIED",
                           "PERSON_ROLE_OTHER_ADULT",
                           "COST_TYPE_OTHER_LIVING_COST",
                           "COST_TYPE_BOENDE",
                           "APPLICATION_KIND_UNSPECIFIED",
                           "TENURE_UNSPECIFIED",
                           "NONE"})
    odd.emplace_back(text);
  return odd;
}

// Calls `see` with every place of the tree.
void Walk(Json& at,
          const std::string& path,
          const std::function<void(Json&, const std::string&)>& see) {
  see(at, path);
  if (at.is_object()) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : at.items()) keys.push_back(key);
    for (const std::string& key : keys) Walk(at[key], path + "." + key, see);
  } else if (at.is_array()) {
    for (auto& one : at) Walk(one, path + "[]", see);
  }
}

TEST(CaseReader, KnowsEveryFieldOfTheContract) {
  BothReaders both;
  for (std::uint32_t seed = 0; seed < 20; ++seed)
    both.Compare(FilledCase(seed).dump(), std::to_string(seed));
  both.Compare(Whole("docs/examples/case-input.json"), "the example");
  EXPECT_EQ(both.tally().wrong, 0) << both.tally().where;
  EXPECT_EQ(both.tally().taken, 21);
}

TEST(CaseReader, TakesNothingThatTheMessageTakesOtherwiseWhateverAFieldHolds) {
  Json filled = FilledCase(3);
  BothReaders both;
  Walk(filled, "", [&](Json& place, const std::string& path) {
    const Json kept = place;
    for (const Json& value : OddValues(kept)) {
      place = value;
      both.Compare(filled.dump(), path);
    }
    place = kept;
  });
  EXPECT_EQ(both.tally().wrong, 0) << both.tally().where;
  EXPECT_GT(both.tally().taken, 2000);
  EXPECT_GT(both.tally().left, 3000);
}

TEST(CaseReader, TakesNothingThatTheMessageTakesOtherwiseWhateverIsMissing) {
  Json filled = FilledCase(4);
  BothReaders both;
  Walk(filled, "", [&](Json& place, const std::string& path) {
    if (!place.is_object()) return;
    const Json kept = place;
    for (const auto& [key, value] : kept.items()) {
      place.erase(key);
      both.Compare(filled.dump(), path + "." + key);
      place[key] = value;  // at the end: out of its order
      both.Compare(filled.dump(), path + "." + key);
      place = kept;
    }
    place["unheard_of"] = 1;
    both.Compare(filled.dump(), path);
    place = kept;
  });
  EXPECT_EQ(both.tally().wrong, 0) << both.tally().where;
  EXPECT_GT(both.tally().taken, 300);
  EXPECT_GT(both.tally().left, 100);
}

TEST(CaseReader, TakesNothingThatTheMessageTakesOtherwiseHoweverLongAListIs) {
  Json filled = FilledCase(5);
  BothReaders both;
  Walk(filled, "", [&](Json& place, const std::string& path) {
    if (!place.is_array()) return;
    const Json kept = place;
    for (const std::size_t size : std::vector<std::size_t>{
             0, 2, 9, 10, 20, 21, 36, 37, 50, 51, 64, 65, 100, 101, 240, 241}) {
      place = Json(Json::value_t::array);
      for (std::size_t i = 0; i < size; ++i) place.push_back(kept[0]);
      both.Compare(filled.dump(), path);
    }
    place = kept;
  });
  EXPECT_EQ(both.tally().wrong, 0) << both.tally().where;
  EXPECT_GT(both.tally().taken, 80);
  EXPECT_GT(both.tally().left, 100);
}

TEST(CaseReader, RefusesWhatIsNoJsonOfACase) {
  const std::string good = Whole("docs/examples/case-input.json");
  FastCaseReader reader;
  CaseInput value;
  ASSERT_TRUE(reader.Read(good, &value));
  for (const std::string& bad :
       std::vector<std::string>{"",
                                "null",
                                "[]",
                                "{}",
                                "{",
                                good + "x",
                                good + good,
                                "\xEF\xBB\xBF" + good,
                                std::string(std::size_t{9} * 1024 * 1024, ' '),
                                std::string(100'000, '['),
                                std::string("\0", 1)})
    EXPECT_FALSE(reader.Read(bad, &value)) << bad.substr(0, 10);
  EXPECT_TRUE(reader.Read(good, &value));
}

TEST(CaseReader, TakesNothingThatTheMessageTakesOtherwiseWhereverItIsCutOrChanged) {
  const std::string good = FilledCase(6).dump();
  BothReaders both;
  for (std::size_t at = 0; at < good.size(); at += 7) {
    both.Compare(good.substr(0, at), std::to_string(at));
    for (const char byte : {'"', '}', ']', ',', ':', '\\', '0', '\xFF', '\n', '\0'}) {
      std::string changed = good;
      changed.at(at) = byte;
      both.Compare(changed, std::to_string(at));
    }
  }
  EXPECT_EQ(both.tally().wrong, 0) << both.tally().where;
  EXPECT_GT(both.tally().left, 1000);
}

TEST(CaseReader, SaysWhatIsWrongInTheWordsOfTheMessage) {
  CaseInputReader reader;
  CaseInput value;
  const Status status =
      reader.Read(R"({"application": {"costs": [{"applied": {"ore": "hemlig"}}]}})", &value);
  EXPECT_EQ(DetailOf(status).field, "application.costs[0].applied.ore");
  EXPECT_EQ(MessageOf(status).find("hemlig"), std::string::npos);
  EXPECT_TRUE(reader.Read(Whole("docs/examples/case-input.json"), &value).ok());
}

}  // namespace
}  // namespace dm::codec
