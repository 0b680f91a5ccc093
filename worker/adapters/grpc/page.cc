#include "worker/adapters/grpc/page.h"

#include <algorithm>
#include <memory>

#include <google/protobuf/descriptor.h>

#include "worker/adapters/grpc/canonical.h"
#include "worker/core/check.h"
#include "worker/core/digest.h"

namespace dm::grpc_adapter {
namespace {

using google::protobuf::FieldDescriptor;
using google::protobuf::Message;

constexpr std::size_t kHashLength = 16;
constexpr std::size_t kTokenLengthMax = 1024;

const FieldDescriptor& FieldOf(const Message& request, const char* name) {
  const FieldDescriptor* field = request.GetDescriptor()->FindFieldByName(name);
  DM_CHECK(field != nullptr);
  return *field;
}

std::string FilterHash(const Message& request) {
  std::unique_ptr<Message> filter(request.New());
  filter->CopyFrom(request);
  const auto* reflection = filter->GetReflection();
  reflection->ClearField(filter.get(), &FieldOf(request, "page_size"));
  reflection->ClearField(filter.get(), &FieldOf(request, "page_token"));
  return Sha256Hex(CanonicalBytes(*filter)).substr(0, kHashLength);
}

std::string ToHex(const std::string& bytes) {
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (const char c : bytes) {
    const auto byte = static_cast<unsigned char>(c);
    hex += kDigits[byte >> 4U];
    hex += kDigits[byte & 0xFU];
  }
  return hex;
}

int DigitOf(char c) {
  if (c >= '0' && c <= '9') return c - '0';
  if (c >= 'a' && c <= 'f') return c - 'a' + 10;
  return -1;
}

// False when `hex` is no hexadecimal text.
bool FromHex(const std::string& hex, std::string& bytes) {
  if (hex.empty() || hex.size() % 2 != 0) return false;
  for (std::size_t i = 0; i < hex.size(); i += 2) {
    const int high = DigitOf(hex[i]);
    const int low = DigitOf(hex[i + 1]);
    if (high < 0 || low < 0) return false;
    bytes += static_cast<char>(high * 16 + low);
  }
  return true;
}

Status BadToken() {
  return InvalidArgument("page_token: is no token of this list",
                         {.reason = "PAGE_TOKEN_INVALID",
                          .field = "page_token",
                          .remedy = "Send next_page_token of the page before, with the same "
                                    "filters, or none for the first page."});
}

}  // namespace

StatusOr<PageRequest> ReadPage(const Message& request) {
  const auto* reflection = request.GetReflection();
  const int size = reflection->GetInt32(request, &FieldOf(request, "page_size"));
  if (size < 0)
    return InvalidArgument("page_size: is 0 or above; more than 200 gives pages of 200",
                           {.reason = "FIELD_OUT_OF_RANGE",
                            .field = "page_size",
                            .remedy = "Send 1 to 200, or 0 for 50."});
  PageRequest page;
  page.limit = size == 0 ? kPageSizeDefault : std::min(size, kPageSizeMax);
  const std::string token = reflection->GetString(request, &FieldOf(request, "page_token"));
  if (token.empty()) return page;
  if (token.size() <= kHashLength || token.size() > kTokenLengthMax) return BadToken();
  if (token.substr(0, kHashLength) != FilterHash(request)) return BadToken();
  if (!FromHex(token.substr(kHashLength), page.after)) return BadToken();
  return page;
}

std::string PageToken(const Message& request, const std::string& cursor) {
  if (cursor.empty()) return "";
  return FilterHash(request) + ToHex(cursor);
}

}  // namespace dm::grpc_adapter
