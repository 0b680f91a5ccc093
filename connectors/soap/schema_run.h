// SchemaRun: one validation of one element. Internal to this folder.
#pragma once

#include <cstddef>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include <libxml/xmlerror.h>
#include <libxml/xmlschemas.h>

#include "connectors/soap/xml_document.h"
#include "connectors/soap/xml_schema.h"

namespace dm::soap {

// Feeds libxml2's validator with the events of a document that has been read already. libxml2 gives
// up on an element at the first child that does not fit; so each round notes what did not fit, and
// the next one leaves out what was unexpected and puts in what was missing.
class SchemaRun {
 public:
  enum class Outcome { kDone, kAgain };

  SchemaRun(xmlSchemaPtr schema, const XmlSchema::SpaceMap& spaces)
      : schema_(schema), spaces_(spaces) {}

  // kAgain when another round may find more.
  Outcome Round(const XmlNode& element);

  // In document order.
  std::vector<SchemaFinding> Findings(std::size_t findings_max) const;

 private:
  enum class Phase { kStart, kText, kEnd };

  struct Found {
    std::size_t offset = 0;  // in the document
    SchemaFinding finding;
  };

  // A child that the schema wants, put in before `before`, or last when that is null.
  struct Missing {
    const XmlNode* before = nullptr;
    std::string local;
    std::string space;
  };

  // Which child does not fit, and the names that the validator wanted in its place.
  struct Misfit {
    const XmlNode* parent = nullptr;
    const XmlNode* child = nullptr;  // null: the children ended too early
  };

  static void OnError(void* user, xmlErrorPtr error);

  void Feed(const XmlNode& node);
  void FeedMissing(const XmlNode& parent, const XmlNode* before);
  void Start(const XmlNode& node);
  void Note(const xmlError& error);
  void NoteContent(const xmlError& error);
  void NoteMissing(const Misfit& misfit, Missing missing);
  void NoteUnexpected();
  void Add(std::vector<Found>& list, std::string path, std::string_view problem) const;
  std::string Path() const;

  xmlSchemaPtr schema_;
  const XmlSchema::SpaceMap& spaces_;
  xmlSAXHandlerPtr events_ = nullptr;
  void* user_ = nullptr;
  std::vector<const XmlNode*> open_;
  std::vector<const xmlChar*> attributes_;  // five pointers each, as libxml2 wants them
  Phase phase_ = Phase::kStart;
  bool inside_missing_ = false;
  std::vector<Found> children_;  // missing and unexpected children, of all rounds
  std::vector<Found> values_;    // the rest, of the last round
  std::set<const XmlNode*> left_out_;
  std::map<const XmlNode*, std::vector<Missing>> put_in_;
  bool repaired_ = false;
};

}  // namespace dm::soap
