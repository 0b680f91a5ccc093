#include "connectors/effectfiles/effect_files.h"

#include <algorithm>
#include <utility>

#include "connectors/effectfiles/folder.h"

namespace dm::effectfiles {
namespace {

constexpr char kRestricted[] = "restricted:";

class Files final : public EffectFiles {
 public:
  explicit Files(const Options& options)
      : options_(options), open_(options.folder, options.municipality, Disk(options.step)) {
    if (!options.restricted_folder.empty())
      restricted_ = std::make_unique<Folder>(
          options.restricted_folder, options.municipality, Disk(options.step));
  }

  Status OpenAll() {
    DM_RETURN_IF_ERROR(open_.Open());
    return restricted_ ? restricted_->Open() : OkStatus();
  }

  Status Finish() override {
    DM_RETURN_IF_ERROR(open_.Finish());
    return restricted_ ? restricted_->Finish() : OkStatus();
  }

  bool Carries(EffectKind kind) const override { return Has(options_.carries, kind); }

  bool AwaitsReply(EffectKind kind) const override { return Has(options_.replies_to, kind); }

  bool Has(FileAccess access) const override {
    return access == FileAccess::kOpen || restricted_ != nullptr;
  }

  // A case whose access has changed may stand in both: what a person has sent again is in the
  // later.
  StatusOr<std::optional<FiledState>> Find(const EffectId& id) override {
    const bool awaits =
        AwaitsReply(FileRegister::kDecisions, id) || AwaitsReply(FileRegister::kPaymentOrders, id);
    DM_ASSIGN_OR_RETURN(std::optional<FiledState> found, open_.Find(id, awaits));
    if (!restricted_) return found;
    DM_ASSIGN_OR_RETURN(std::optional<FiledState> restricted, restricted_->Find(id, awaits));
    const bool is_later = restricted && (!found || restricted->written_at >= found->written_at);
    return is_later ? restricted : found;
  }

  StatusOr<std::vector<AnsweredFile>> NewReplies() override {
    std::vector<AnsweredFile> all;
    for (Folder* folder : Folders()) {
      DM_ASSIGN_OR_RETURN(std::vector<AnsweredFile> some, folder->NewReplies());
      for (AnsweredFile& one : some) {
        // The name alone does not tell the folders apart.
        if (folder == restricted_.get()) one.name.insert(0, kRestricted);
        all.push_back(std::move(one));
      }
    }
    return all;
  }

  void Settled(const std::string& file) override {
    const std::string_view name(file);
    if (!name.starts_with(kRestricted)) return open_.Settled(file);
    if (restricted_) restricted_->Settled(std::string(name.substr(sizeof(kRestricted) - 1)));
  }

  std::vector<std::string> UnreadableReplies() const override {
    std::vector<std::string> names = open_.UnreadableReplies();
    if (restricted_)
      for (const std::string& name : restricted_->UnreadableReplies())
        names.push_back(kRestricted + name);
    return names;
  }

  std::int64_t LastSequence(FileRegister which, FileAccess access) const override {
    return access == FileAccess::kOpen ? open_.LastSequence(which)
                                       : restricted_->LastSequence(which);
  }

  Status Write(const EffectFile& file, FileAccess access) override {
    return access == FileAccess::kOpen ? open_.Write(file) : restricted_->Write(file);
  }

 private:
  std::vector<Folder*> Folders() {
    std::vector<Folder*> all = {&open_};
    if (restricted_) all.push_back(restricted_.get());
    return all;
  }

  static bool Has(const std::vector<FileRegister>& registers, EffectKind kind) {
    return std::ranges::any_of(registers, [kind](FileRegister one) { return KindOf(one) == kind; });
  }

  // An effect's id begins with its kind.
  bool AwaitsReply(FileRegister which, const EffectId& id) const {
    return id.value().starts_with(std::string(EffectKindCode(KindOf(which))) + "-") &&
           AwaitsReply(KindOf(which));
  }

  const Options options_;
  Folder open_;
  std::unique_ptr<Folder> restricted_;
};

}  // namespace

StatusOr<std::unique_ptr<EffectFiles>> Open(const Options& options) {
  auto files = std::make_unique<Files>(options);
  DM_RETURN_IF_ERROR(files->OpenAll());
  return std::unique_ptr<EffectFiles>(std::move(files));
}

}  // namespace dm::effectfiles
