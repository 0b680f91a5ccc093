// A desk over a worker whose ports are fakes, both in this process, and a browser's way to it.
#pragma once

#include <httplib.h>

#include <filesystem>
#include <fstream>
#include <memory>
#include <string>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "connectors/desk/config.h"
#include "connectors/desk/desk.h"
#include "tests/integration/grpc/harness.h"
#include "tests/support/fake_clock.h"
#include "tests/support/recording_log.h"
#include "worker/core/digest.h"

namespace dm::desk {

class DeskTest : public grpc_adapter::ServerTest {
 protected:
  static constexpr char kHandler[] = "HL000001";
  static constexpr char kCleared[] = "HL000003";
  static constexpr char kOperator[] = "DR000001";

  void SetUp() override {
    const auto* info = ::testing::UnitTest::GetInstance()->current_test_info();
    folder_ = ::testing::TempDir() + "desk-" + info->name();
    std::filesystem::remove_all(folder_);
    std::filesystem::create_directories(folder_ + "/page/assets");
    WritePage();
    StartWorker();
    Configure();
    StartDesk();
  }

  void TearDown() override {
    desk_.reset();
    server_.reset();
    std::filesystem::remove_all(folder_);
  }

  virtual void StartWorker() { ServerTest::SetUp(); }

  virtual void Configure() {
    config_.environment = Environment::kDevelopment;
    config_.listen = "127.0.0.1:0";
    config_.page = folder_ + "/page";
    config_.worker.target = Target();
    const auto person = [](const std::string& user_id, const std::string& role, bool cleared) {
      return Person{
          .user_id = user_id, .name = "Namn", .roles = {role}, .queues = {"*"}, .cleared = cleared};
    };
    config_.staff = {person(kHandler, "ekonomihandlaggare", false),
                     person(kCleared, "ekonomihandlaggare", true),
                     person(kOperator, "drift", false)};
  }

  void StartDesk() {
    auto desk = Desk::Create(config_, clock_, log_);
    ASSERT_TRUE(desk.ok()) << desk.status();
    desk_ = *std::move(desk);
    const Status started = desk_->Start();
    ASSERT_TRUE(started.ok()) << started;
    origin_ = "http://127.0.0.1:" + std::to_string(desk_->port());
    client_ = std::make_unique<httplib::Client>(origin_);
    client_->set_keep_alive(true);
  }

  void WritePage() {
    nlohmann::json manifest;
    const auto put = [&](const std::string& path,
                         const std::string& text,
                         const std::string& type,
                         const std::string& cache) {
      std::ofstream(folder_ + "/page" + path) << text;
      manifest["files"][path] = {{"sha256", Sha256Hex(text)}, {"type", type}, {"cache", cache}};
    };
    put("/index.html", "<!doctype html>", "text/html; charset=utf-8", "no-store");
    put("/assets/page-A1.js", "let x", "text/javascript; charset=utf-8", "immutable");
    std::ofstream(folder_ + "/page/manifest.json") << manifest.dump();
    std::ofstream(folder_ + "/page/not-listed.txt") << "not listed";
  }

  httplib::Headers Headers(const httplib::Headers& more = {}) const {
    httplib::Headers headers = more;
    if (!headers.contains("Origin")) headers.emplace("Origin", origin_);
    if (!cookie_.empty()) headers.emplace("Cookie", cookie_);
    return headers;
  }

  httplib::Result Post(const std::string& path,
                       const std::string& body = "{}",
                       const httplib::Headers& more = {},
                       const char* type = "application/json") {
    return client_->Post(path, Headers(more), body, type);
  }

  // A call of the contract: "EscalationService/ListQueues".
  httplib::Result Call(const std::string& method,
                       const std::string& body = "{}",
                       const httplib::Headers& more = {}) {
    return Post("/medarbetare.v1." + method, body, more);
  }

  static nlohmann::json Json(const httplib::Result& result) {
    return result ? nlohmann::json::parse(result->body, nullptr, false) : nlohmann::json();
  }

  static std::string ReasonOf(const httplib::Result& result) {
    const nlohmann::json json = Json(result);
    return json.contains("details") ? json["details"][0]["debug"]["reason"].get<std::string>() : "";
  }

  // Keeps the cookie, as a browser.
  void SignIn(const std::string& user_id) {
    const auto result =
        Post("/desk/sign-in/development", nlohmann::json{{"userId", user_id}}.dump());
    ASSERT_TRUE(result);
    ASSERT_EQ(result->status, 200) << result->body;
    const std::string cookie = result->get_header_value("Set-Cookie");
    cookie_ = cookie.substr(0, cookie.find(';'));
  }

  std::string folder_;
  DeskConfig config_;
  dm::testing::FakeClock clock_{Instant::FromUnixMs(1'795'000'000'000)};
  dm::testing::RecordingLog log_;
  std::unique_ptr<Desk> desk_;
  std::string origin_;
  std::unique_ptr<httplib::Client> client_;
  std::string cookie_;
};

}  // namespace dm::desk
