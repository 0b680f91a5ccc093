// Complaints about an application: invalid argument with the field's path, the limit and the
// remedy, never the value. Small checks that every part of an application needs.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "worker/case/household.h"
#include "worker/core/date.h"
#include "worker/core/money.h"
#include "worker/core/status.h"

namespace dm::intake {

// "application.costs[3]".
std::string At(std::string_view list, std::size_t index);
// "application.costs[3].applied".
std::string At(std::string_view list, std::size_t index, std::string_view field);

Status Required(const std::string& field);
Status OutOfRange(const std::string& field, const std::string& limit, const std::string& remedy);
Status Malformed(const std::string& field, const std::string& limit, const std::string& remedy);
// Two statements that cannot both be true.
Status Contradiction(const std::string& field, const std::string& limit, const std::string& remedy);

Status CheckCount(std::size_t count, std::size_t max, const std::string& field);
// Zero to `max`, both inclusive.
Status CheckMoney(Money money, Money max, const std::string& field);
// A code of a policy table: text of IsIdText. Whether the table knows it is the assessment's
// matter: an unknown code is a human's, not an error.
Status CheckCode(const std::string& code, const std::string& field);
// UTF-8 without control characters other than newline and tab; at most `characters_max`.
Status CheckText(const std::string& text, std::size_t characters_max, const std::string& field);
// Both ends within the window around `month`, and in order.
Status CheckPeriod(const Period& period, Month month, const std::string& field);
Status CheckDate(const std::optional<Date>& date, Month month, const std::string& field);
Status CheckPersonKnown(const std::vector<Person>& persons,
                        const PersonKey& key,
                        const std::string& field);

// The number of characters; nothing when the text is no UTF-8 or holds a control character.
std::optional<std::size_t> PlainTextLength(std::string_view text);

}  // namespace dm::intake
