#include "tests/crash/io_gate.h"

#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <csignal>
#include <cstddef>
#include <cstdio>
#include <cstring>
#include <filesystem>

#include <linux/audit.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/socket.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <sys/wait.h>

namespace dm::crash {
namespace {

#if defined(__x86_64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_X86_64;
#elif defined(__aarch64__)
constexpr std::uint32_t kArchitecture = AUDIT_ARCH_AARCH64;
#else
#  error "add the architecture's number from linux/audit.h"
#endif

constexpr int kPollMs = 200;  // a look at the child beside what the kernel tells

std::vector<std::uint32_t> CallsOf(const GatePlan& plan) {
  std::vector<std::uint32_t> calls;
  if (plan.syncs) calls.insert(calls.end(), {SYS_fsync, SYS_fdatasync});
  if (plan.writes) calls.insert(calls.end(), {SYS_pwrite64, SYS_ftruncate});
  if (plan.reads) calls.insert(calls.end(), {SYS_pread64});
  return calls;
}

sock_filter Statement(std::uint16_t code, std::uint32_t value) {
  return {.code = code, .jt = 0, .jf = 0, .k = value};
}

sock_filter IfEqual(std::uint32_t value, std::uint8_t then, std::uint8_t otherwise) {
  return {.code = BPF_JMP | BPF_JEQ | BPF_K, .jt = then, .jf = otherwise, .k = value};
}

std::vector<sock_filter> FilterOf(const GatePlan& plan) {
  std::vector<sock_filter> filter = {
      Statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, arch)),
      IfEqual(kArchitecture, 1, 0),
      Statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
      Statement(BPF_LD | BPF_W | BPF_ABS, offsetof(seccomp_data, nr)),
  };
  for (const std::uint32_t call : CallsOf(plan)) {
    filter.push_back(IfEqual(call, 0, 1));
    filter.push_back(Statement(BPF_RET | BPF_K, SECCOMP_RET_USER_NOTIF));
  }
  filter.push_back(Statement(BPF_RET | BPF_K, SECCOMP_RET_ALLOW));
  return filter;
}

// In the child, between fork and exec: only system calls.
int InstallFilter(std::vector<sock_filter>& filter) {
  sock_fprog program{.len = static_cast<unsigned short>(filter.size()), .filter = filter.data()};
  if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0) return -1;
  return static_cast<int>(
      syscall(SYS_seccomp, SECCOMP_SET_MODE_FILTER, SECCOMP_FILTER_FLAG_NEW_LISTENER, &program));
}

bool SendDescriptor(int socket, int descriptor) {
  char byte = 'd';
  iovec part{.iov_base = &byte, .iov_len = 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  cmsghdr* header = CMSG_FIRSTHDR(&message);
  header->cmsg_level = SOL_SOCKET;
  header->cmsg_type = SCM_RIGHTS;
  header->cmsg_len = CMSG_LEN(sizeof(int));
  std::memcpy(CMSG_DATA(header), &descriptor, sizeof(int));
  return sendmsg(socket, &message, 0) == 1;
}

int ReceiveDescriptor(int socket) {
  char byte = 0;
  iovec part{.iov_base = &byte, .iov_len = 1};
  alignas(cmsghdr) std::array<char, CMSG_SPACE(sizeof(int))> control{};
  msghdr message{};
  message.msg_iov = &part;
  message.msg_iovlen = 1;
  message.msg_control = control.data();
  message.msg_controllen = control.size();
  if (recvmsg(socket, &message, MSG_CMSG_CLOEXEC) != 1) return -1;
  const cmsghdr* header = CMSG_FIRSTHDR(&message);
  if (header == nullptr || header->cmsg_type != SCM_RIGHTS) return -1;
  int descriptor = -1;
  std::memcpy(&descriptor, CMSG_DATA(header), sizeof(int));
  return descriptor;
}

volatile pid_t watched = -1;

void PassOn(int signal) {
  if (watched > 0) kill(watched, signal);
}

// The program's end of the gate. -1: the kernel lets nobody watch.
struct Started {
  pid_t child = -1;
  int listener = -1;
};

Started Start(const std::vector<std::string>& program, const GatePlan& plan) {
  std::vector<char*> arguments;
  arguments.reserve(program.size() + 1);
  for (const std::string& word : program) arguments.push_back(const_cast<char*>(word.c_str()));
  arguments.push_back(nullptr);
  std::vector<sock_filter> filter = FilterOf(plan);
  std::array<int, 2> ends{};
  if (socketpair(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0, ends.data()) != 0) return {};
  const pid_t parent = getpid();
  const pid_t child = fork();
  if (child == 0) {
    prctl(PR_SET_PDEATHSIG, SIGKILL);
    if (getppid() != parent) _exit(125);
    const int listener = InstallFilter(filter);
    if (listener < 0 || !SendDescriptor(ends[1], listener)) _exit(126);
    close(listener);
    execv(arguments.front(), arguments.data());
    _exit(127);
  }
  close(ends[1]);
  const int listener = ReceiveDescriptor(ends[0]);
  close(ends[0]);
  return {.child = child, .listener = listener};
}

class Gate {
 public:
  Gate(const GatePlan& plan, Started program) : plan_(plan), program_(program) {}

  GateResult Run() {
    int status = 0;
    while (waitpid(program_.child, &status, WNOHANG) == 0) {
      pollfd ready{.fd = program_.listener, .events = POLLIN, .revents = 0};
      if (poll(&ready, 1, kPollMs) > 0 && (ready.revents & POLLIN) != 0) AnswerOne();
      if ((ready.revents & POLLHUP) != 0) {
        waitpid(program_.child, &status, 0);
        break;
      }
    }
    result_.status = status;
    return result_;
  }

 private:
  void AnswerOne() {
    seccomp_notif question{};
    if (ioctl(program_.listener, SECCOMP_IOCTL_NOTIF_RECV, &question) != 0) return;
    seccomp_notif_resp answer{};
    answer.id = question.id;
    answer.flags = SECCOMP_USER_NOTIF_FLAG_CONTINUE;
    if (Counts(question) && FailsNow()) {
      result_.fired = true;
      if (plan_.fault == Fault::kKill) {
        kill(program_.child, SIGKILL);
        return;  // Never answered: the call is never carried out.
      }
      Fail(question, answer);
    }
    // The program may have been killed meanwhile: then nobody waits for the answer.
    static_cast<void>(ioctl(program_.listener, SECCOMP_IOCTL_NOTIF_SEND, &answer));
  }

  std::string PathOf(const seccomp_notif& question) const {
    std::error_code error;
    const auto path = std::filesystem::read_symlink(
        "/proc/" + std::to_string(program_.child) + "/fd/" + std::to_string(question.data.args[0]),
        error);
    return error ? "" : path.string();
  }

  bool Counts(const seccomp_notif& question) const {
    return plan_.path_part.empty() || PathOf(question).find(plan_.path_part) != std::string::npos;
  }

  bool FailsNow() {
    const std::int64_t call = ++result_.calls;
    if (plan_.fault == Fault::kNone || call < plan_.at) return false;
    if (call > plan_.at && !plan_.for_ever) return false;
    return plan_.off_file.empty() || !std::filesystem::exists(plan_.off_file);
  }

  void Fail(const seccomp_notif& question, seccomp_notif_resp& answer) const {
    const bool moves_bytes = question.data.nr == SYS_pwrite64 || question.data.nr == SYS_pread64;
    if (plan_.fault == Fault::kShort) {
      if (moves_bytes) Shorten(question, answer);
      return;
    }
    answer.flags = 0;
    answer.error = plan_.fault == Fault::kNoSpace ? -ENOSPC : -EIO;
  }

  // Half of the bytes, carried out here in the program's place.
  void Shorten(const seccomp_notif& question, seccomp_notif_resp& answer) const {
    const std::size_t size = question.data.args[2] / 2;
    const auto at = static_cast<off_t>(question.data.args[3]);
    if (size == 0) return;
    const int file = open(PathOf(question).c_str(), O_RDWR | O_CLOEXEC);
    if (file < 0) return;
    std::vector<char> bytes(size);
    const iovec here{.iov_base = bytes.data(), .iov_len = size};
    // NOLINTNEXTLINE(performance-no-int-to-ptr): the kernel gives addresses as numbers.
    const iovec there{.iov_base = reinterpret_cast<void*>(question.data.args[1]), .iov_len = size};
    ssize_t moved = -1;
    if (question.data.nr == SYS_pwrite64) {
      if (process_vm_readv(program_.child, &here, 1, &there, 1, 0) == static_cast<ssize_t>(size))
        moved = pwrite(file, bytes.data(), size, at);
    } else {
      moved = pread(file, bytes.data(), size, at);
      if (moved > 0 && process_vm_writev(program_.child, &here, 1, &there, 1, 0) < moved)
        moved = -1;
    }
    close(file);
    if (moved <= 0) return;
    answer.flags = 0;
    answer.val = moved;
  }

  const GatePlan& plan_;
  Started program_;
  GateResult result_;
};

}  // namespace

bool CanWatch() {
  const Started probe = Start({"/bin/true"}, {});
  if (probe.child < 0) return false;
  int status = 0;
  // The probe's own call that passes the gate would wait for an answer: /bin/true makes none.
  waitpid(probe.child, &status, 0);
  if (probe.listener >= 0) close(probe.listener);
  return probe.listener >= 0 && WIFEXITED(status) && WEXITSTATUS(status) == 0;
}

GateResult RunBehindGate(const std::vector<std::string>& program, const GatePlan& plan) {
  const Started started = Start(program, plan);
  if (started.listener < 0) return {.calls = -1, .fired = false, .status = 126 << 8};
  watched = started.child;
  struct sigaction pass_on = {};
  pass_on.sa_handler = PassOn;
  for (const int signal : {SIGTERM, SIGINT, SIGHUP}) sigaction(signal, &pass_on, nullptr);
  return Gate(plan, started).Run();
}

}  // namespace dm::crash
