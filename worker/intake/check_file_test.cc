#include "worker/intake/check_file.h"

#include "gtest/gtest.h"

namespace dm::intake {
namespace {

DocumentFile Pdf() {
  DocumentFile file;
  file.media_type = "application/pdf";
  file.size_bytes = 48'211;
  file.pages = 2;
  return file;
}

void ExpectRefused(const DocumentFile& file,
                   const std::string& head,
                   const std::string& reason,
                   const std::string& field) {
  const Status status = CheckFile(file, head);
  EXPECT_EQ(status.code(), StatusCode::kInvalidArgument);
  EXPECT_EQ(DetailOf(status).reason, reason);
  EXPECT_EQ(DetailOf(status).field, field);
  EXPECT_FALSE(DetailOf(status).remedy.empty());
}

TEST(CheckFile, TakesEachTypeThatBeginsAsItShould) {
  EXPECT_TRUE(CheckFile({}, "").ok());
  EXPECT_TRUE(CheckFile(Pdf(), "").ok());
  EXPECT_TRUE(CheckFile(Pdf(), "%PDF-1.7\n").ok());
  DocumentFile image;
  image.media_type = "image/png";
  EXPECT_TRUE(CheckFile(image, "\x89PNG\r\n\x1A\n").ok());
  image.media_type = "image/jpeg";
  EXPECT_TRUE(CheckFile(image, "\xFF\xD8\xFF\xE0").ok());
  image.media_type = "image/heic";
  EXPECT_TRUE(CheckFile(image, std::string("\0\0\0\x18", 4) + "ftypheic").ok());
  image.media_type = "image/tiff";
  EXPECT_TRUE(CheckFile(image, std::string("II*\0", 4)).ok());
}

TEST(CheckFile, RefusesAFileThatIsSomethingElse) {
  ExpectRefused(Pdf(), "\x89PNG\r\n\x1A\n", "DOCUMENT_NOT_WHAT_IT_SAYS", "head");
  ExpectRefused(Pdf(), "%PD", "DOCUMENT_NOT_WHAT_IT_SAYS", "head");
  ExpectRefused({}, "%PDF-1.7", "FIELD_REQUIRED", "file.media_type");
  ExpectRefused(Pdf(), std::string(65, 'x'), "FIELD_TOO_LONG", "head");
}

TEST(CheckFile, RefusesTypesSizesAndPagesOffTheList) {
  DocumentFile file = Pdf();
  file.media_type = "text/html";
  ExpectRefused(file, "", "DOCUMENT_TYPE_UNKNOWN", "file.media_type");
  file = Pdf();
  file.size_bytes = std::int64_t{60} * 1024 * 1024;
  ExpectRefused(file, "", "DOCUMENT_TOO_LARGE", "file.size_bytes");
  file.size_bytes = -1;
  ExpectRefused(file, "", "DOCUMENT_TOO_LARGE", "file.size_bytes");
  file = Pdf();
  file.pages = 501;
  ExpectRefused(file, "", "DOCUMENT_PAGES", "file.pages");
  file = Pdf();
  file.media_type = "image/jpeg";
  ExpectRefused(file, "", "DOCUMENT_PAGES", "file.pages");
}

}  // namespace
}  // namespace dm::intake
