// Whether a document that waits for the household's next application joins this one.
#pragma once

#include "worker/case/application.h"
#include "worker/case/contact.h"

namespace dm {

// One document under one id: nothing of it differs.
bool IsSameDocument(const Document& a, const Document& b);

// False where the application brings another document under the same id: the late one would be lost
// behind it, and waits on.
bool JoinsApplication(const LateDocument& late, const Application& application);

}  // namespace dm
