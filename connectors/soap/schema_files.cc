#include "connectors/soap/schema_files.h"

#include <mutex>
#include <utility>

#include <libxml/parser.h>
#include <libxml/parserInternals.h>
#include <libxml/xmlerror.h>

namespace dm::soap {
namespace {

using Files = std::map<std::string, std::string>;

// The files of the schema that this thread compiles just now. libxml2 has one loader of outside
// files for the whole process: ours answers from here while a schema is compiled, with nothing when
// the file is not among them, and leaves all other callers as they were.
struct Compiling {
  const Files* files = nullptr;
  std::string refused;  // the first name that was asked for and is not there
  std::string errors;
};

thread_local Compiling* compiling = nullptr;

xmlExternalEntityLoader& LoaderBefore() {
  static xmlExternalEntityLoader before = nullptr;
  return before;
}

xmlParserInputPtr Load(const char* url, const char* id, xmlParserCtxtPtr parser) {
  if (compiling == nullptr) return LoaderBefore()(url, id, parser);
  const std::string name = url == nullptr ? "" : url;
  const auto found = compiling->files->find(name);
  if (found == compiling->files->end()) {
    if (compiling->refused.empty()) compiling->refused = name;
    return nullptr;
  }
  xmlParserInputBufferPtr buffer = xmlParserInputBufferCreateMem(
      found->second.data(), static_cast<int>(found->second.size()), XML_CHAR_ENCODING_NONE);
  if (buffer == nullptr) return nullptr;
  xmlParserInputPtr input = xmlNewIOInputStream(parser, buffer, XML_CHAR_ENCODING_NONE);
  if (input == nullptr) {
    xmlFreeParserInputBuffer(buffer);
    return nullptr;
  }
  // Imports of this file are looked for beside it.
  input->filename = xmlMemStrdup(name.c_str());
  return input;
}

void InstallLoader() {
  static std::once_flag once;
  std::call_once(once, [] {
    xmlInitParser();
    LoaderBefore() = xmlGetExternalEntityLoader();
    xmlSetExternalEntityLoader(&Load);
  });
}

void OnError(void*, xmlErrorPtr error) {
  if (compiling == nullptr || error == nullptr || error->message == nullptr) return;
  if (error->level >= XML_ERR_ERROR) compiling->errors += error->message;
}

// For as long as it lives, this thread loads from `files` only and prints nothing.
class CompilingHere {
 public:
  explicit CompilingHere(const Files& files)
      : errors_before_(xmlStructuredError), user_before_(xmlStructuredErrorContext) {
    state_.files = &files;
    compiling = &state_;
    xmlSetStructuredErrorFunc(nullptr, &OnError);
  }

  ~CompilingHere() {
    xmlSetStructuredErrorFunc(user_before_, errors_before_);
    compiling = nullptr;
  }

  CompilingHere(const CompilingHere&) = delete;
  CompilingHere& operator=(const CompilingHere&) = delete;
  CompilingHere(CompilingHere&&) = delete;
  CompilingHere& operator=(CompilingHere&&) = delete;

  const Compiling& state() const { return state_; }

 private:
  Compiling state_;
  xmlStructuredErrorFunc errors_before_;
  void* user_before_;
};

struct FreeParser {
  void operator()(xmlSchemaParserCtxtPtr parser) const { xmlSchemaFreeParserCtxt(parser); }
};

Status Refuse(const std::string& root, const std::string& why) {
  return Internal("the schema " + root + " does not compile: " + why);
}

}  // namespace

StatusOr<CompiledFiles> CompileFiles(const Files& files, const std::string& root) {
  const auto text = files.find(root);
  if (text == files.end()) return Refuse(root, "it is not among the files");
  InstallLoader();
  const CompilingHere here(files);
  CompiledFiles compiled;
  compiled.document.reset(xmlReadMemory(text->second.data(),
                                        static_cast<int>(text->second.size()),
                                        root.c_str(),
                                        nullptr,
                                        XML_PARSE_NONET));
  if (compiled.document == nullptr) return Refuse(root, here.state().errors);
  const std::unique_ptr<xmlSchemaParserCtxt, FreeParser> parser(
      xmlSchemaNewDocParserCtxt(compiled.document.get()));
  if (parser == nullptr) return Refuse(root, "out of memory");
  xmlSchemaSetParserStructuredErrors(parser.get(), &OnError, nullptr);
  compiled.schema.reset(xmlSchemaParse(parser.get()));
  // A missing import is only a warning to libxml2.
  if (!here.state().refused.empty()) {
    return Refuse(root, here.state().refused + " is not among the files");
  }
  if (compiled.schema == nullptr) return Refuse(root, here.state().errors);
  return compiled;
}

}  // namespace dm::soap
