// Whether a document that waits for the household's next application joins this one.
#pragma once

#include <cstddef>

#include "worker/case/application.h"
#include "worker/case/contact.h"

namespace dm {

// Of an application, those included that came in too late for the month before.
inline constexpr std::size_t kApplicationDocumentsMax = 64;

// One document under one id: nothing of it differs.
bool IsSameDocument(const Document& a, const Document& b);

// False where the application brings another document under the same id: the late one would be lost
// behind it, and waits on.
bool JoinsApplication(const LateDocument& late, const Application& application);

// How many documents may join it; the rest wait for the application after.
std::size_t RoomForLate(const Application& application);

}  // namespace dm
