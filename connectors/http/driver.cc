#include "connectors/http/driver.h"

#include <algorithm>
#include <new>
#include <utility>

namespace dm::http {
namespace {

using std::chrono::milliseconds;

// The longest that a poll lasts when nothing wakes it; curl's own timers and a stop end it earlier.
constexpr milliseconds kPollMax{1'000};
constexpr milliseconds kPauseMax{3'600'000};

CURLM* MakeMulti() {
  CURLM* multi = curl_multi_init();
  if (multi == nullptr) throw std::bad_alloc();
  return multi;
}

}  // namespace

Driver::Driver(const ClientOptions& options, const std::string& url, CredentialStore& store)
    : options_(options), url_(url), store_(store), multi_(MakeMulti()) {
  curl_multi_setopt(multi_, CURLMOPT_MAXCONNECTS, static_cast<long>(options.idle_sessions_max));
}

Driver::~Driver() {
  // Removing a handle that carries no call is harmless; curl wants all removed before the end.
  for (const auto& handle : handles_) curl_multi_remove_handle(multi_, handle->easy());
  handles_.clear();
  curl_multi_cleanup(multi_);
}

bool Driver::UsesOnly(const SharedCredentials& credentials) const {
  return !mixed_ && (credentials_ == nullptr || credentials_ == credentials);
}

std::size_t Driver::connections_max() const {
  return std::min(handles_.size(), options_.idle_sessions_max);
}

void Driver::Run(CallFeed& feed, std::size_t in_flight_max, const std::stop_token& stop) {
  // Waking the poll from another thread is what ends silent calls at once.
  const std::stop_callback wake(stop, [this] { curl_multi_wakeup(multi_); });
  finished_ = false;
  ask_again_.reset();
  while (true) {
    if (stop.stop_requested()) return EndAll(feed, Failure::kCancelled);
    Fill(feed, in_flight_max);
    if (in_flight_ == 0 && finished_) return;
    int running = 0;
    if (curl_multi_perform(multi_, &running) != CURLM_OK) {
      EndAll(feed, Failure::kOther);
      continue;
    }
    if (!Collect(feed)) Wait();
  }
}

void Driver::Fill(CallFeed& feed, std::size_t in_flight_max) {
  if (ask_again_.has_value() && Clock::now() < *ask_again_) return;
  ask_again_.reset();
  while (!finished_ && in_flight_ < in_flight_max) {
    auto next = feed.Next();
    if (const auto* pause = std::get_if<Pause>(&next)) {
      // At least a millisecond, so that a feed that miscounts does not keep a core busy.
      const milliseconds wait(std::max<std::int64_t>(pause->ms, 1));
      ask_again_ = Clock::now() + std::min(wait, kPauseMax);
      return;
    }
    if (std::holds_alternative<Finished>(next)) {
      finished_ = true;
      return;
    }
    Call call = std::get<Call>(std::move(next));
    const std::uint64_t tag = call.tag;
    if (!Start(std::move(call))) feed.Take(tag, Failure::kOther);
  }
}

bool Driver::Start(Call call) {
  Handle* handle = FreeHandle();
  if (handle == nullptr) return false;
  SharedCredentials credentials = store_.Current();
  mixed_ = mixed_ || (credentials_ != nullptr && credentials_ != credentials);
  credentials_ = credentials;
  if (handle->Prepare(std::move(call), std::move(credentials)) &&
      curl_multi_add_handle(multi_, handle->easy()) == CURLM_OK) {
    handle->busy = true;
    ++in_flight_;
    return true;
  }
  handle->Abandon();
  free_.push_back(handle);
  return false;
}

Handle* Driver::FreeHandle() {
  if (free_.empty()) {
    std::unique_ptr<Handle> made = Handle::Make(options_, url_);
    if (made == nullptr) return nullptr;
    handles_.push_back(std::move(made));
    return handles_.back().get();
  }
  Handle* handle = free_.back();
  free_.pop_back();
  return handle;
}

void Driver::Release(Handle& handle) {
  curl_multi_remove_handle(multi_, handle.easy());
  handle.busy = false;
  --in_flight_;
  free_.push_back(&handle);
}

bool Driver::Collect(CallFeed& feed) {
  bool any = false;
  int left = 0;
  while (const CURLMsg* message = curl_multi_info_read(multi_, &left)) {
    if (message->msg != CURLMSG_DONE) continue;
    const CURLcode code = message->data.result;  // the message ends with the removal
    Handle* handle = nullptr;
    curl_easy_getinfo(message->easy_handle, CURLINFO_PRIVATE, &handle);
    const std::uint64_t tag = handle->tag();
    Release(*handle);
    feed.Take(tag, handle->Finish(code));
    any = true;
  }
  if (any) {
    finished_ = false;
    ask_again_.reset();
  }
  return any;
}

void Driver::EndAll(CallFeed& feed, Failure failure) {
  for (const auto& handle : handles_) {
    if (!handle->busy) continue;
    const std::uint64_t tag = handle->tag();
    // Curl closes the connection of a call that had not ended.
    Release(*handle);
    handle->Abandon();
    feed.Take(tag, failure);
  }
  finished_ = false;
  ask_again_.reset();
}

void Driver::Wait() {
  milliseconds wait = kPollMax;
  if (ask_again_.has_value()) {
    const auto pause = std::chrono::ceil<milliseconds>(*ask_again_ - Clock::now());
    wait = std::clamp(pause, milliseconds(0), kPollMax);
  }
  curl_multi_poll(multi_, nullptr, 0, static_cast<int>(wait.count()), nullptr);
}

}  // namespace dm::http
