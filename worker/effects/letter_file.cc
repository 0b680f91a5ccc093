#include "worker/effects/letter_file.h"

#include "worker/core/check.h"
#include "worker/effects/letter_html.h"
#include "worker/effects/letter_pdf.h"

namespace dm::effects {

StatusOr<LetterFile> LetterFileOf(const Letter& letter, LetterForm form, Date written_on) {
  LetterFile file;
  file.title = letter.subject;
  switch (form) {
    case LetterForm::kText:
      file.media_type = "text/plain; charset=utf-8";
      file.content = letter.subject + "\n\n" + letter.body;
      return file;
    case LetterForm::kHtml:
      file.media_type = "text/html; charset=utf-8";
      file.content = LetterHtml(letter);
      return file;
    case LetterForm::kPdf: {
      file.media_type = "application/pdf";
      DM_ASSIGN_OR_RETURN(file.content, LetterPdf(letter, written_on));
      return file;
    }
  }
  DM_CHECK(false && "letter form outside its enum");
  return file;
}

}  // namespace dm::effects
