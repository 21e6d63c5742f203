#include "aws/conformance/signing_cases.h"

#include <fmt/format.h>

#include <optional>
#include <string>
#include <utility>

#include "aws/conformance/compare.h"
#include "aws/conformance/vector_files.h"
#include "aws/signing/signer.h"
#include "base/civil_time.h"
#include "base/text.h"

namespace sextant::aws::conformance {
namespace {

namespace json = boost::json;

std::string_view without_line_end(std::string_view text) {
  while (text.ends_with('\n') || text.ends_with('\r')) text.remove_suffix(1);
  return text;
}

// One line of `text`, which is taken from its front.
std::string_view take_line(std::string_view& text) {
  const std::size_t end = text.find('\n');
  const std::string_view line = text.substr(0, end);
  text.remove_prefix(end == std::string_view::npos ? text.size() : end + 1);
  return line.ends_with('\r') ? line.substr(0, line.size() - 1) : line;
}

// A raw HTTP request: its target may hold spaces, its header values may be folded, and its last
// line may have no end.
std::optional<RawRequest> parse_raw_request(std::string_view text) {
  RawRequest request;
  const std::string_view line = take_line(text);
  const std::size_t first = line.find(' ');
  const std::size_t last = line.rfind(" HTTP/");
  if (first == std::string_view::npos || last == std::string_view::npos || last <= first)
    return std::nullopt;
  request.method = line.substr(0, first);
  request.target = line.substr(first + 1, last - first - 1);
  std::vector<http::Headers::Field> fields;
  while (!text.empty()) {
    const std::string_view header = take_line(text);
    if (header.empty()) break;
    if ((header.front() == ' ' || header.front() == '\t') && !fields.empty()) {
      fields.back().second += '\n' + std::string(header);
      continue;
    }
    const std::size_t colon = header.find(':');
    if (colon == std::string_view::npos) return std::nullopt;
    fields.emplace_back(header.substr(0, colon), header.substr(colon + 1));
  }
  for (auto& [name, value] : fields) request.headers.add(std::move(name), std::move(value));
  request.body = text;
  return request;
}

bool flag_at(const json::object& entry, std::string_view name, bool otherwise) {
  const json::value* found = entry.if_contains(name);
  return found != nullptr && found->is_bool() ? found->get_bool() : otherwise;
}

Result<SigningOptions> options_of(const json::object& context) {
  SigningOptions options;
  options.service = text_at(context, "service");
  options.region = text_at(context, "region");
  SEXTANT_TRY(options.time, parse_rfc3339(text_at(context, "timestamp")));
  options.normalize_path = flag_at(context, "normalize", true);
  options.content_sha256_header = flag_at(context, "sign_body", false);
  options.token_after_signing = flag_at(context, "omit_session_token", false);
  const json::value* expiry = context.if_contains("expiration_in_seconds");
  if (expiry != nullptr && expiry->is_int64())
    options.expires_in = std::chrono::seconds(expiry->get_int64());
  return options;
}

Credentials credentials_of(const json::object& context) {
  const json::object& entry = object_at(context, "credentials");
  Credentials credentials;
  credentials.access_key_id = text_at(entry, "access_key_id");
  credentials.secret_access_key = Secret(text_at(entry, "secret_access_key"));
  credentials.session_token = Secret(text_at(entry, "token"));
  return credentials;
}

class SigningCase {
 public:
  SigningCase(Files& files, std::filesystem::path folder)
      : files_(files), folder_(std::move(folder)) {}

  // "" or what went wrong; `form` is "header" or "query".
  std::string run(const std::string& form) {
    const auto context = read_vectors(files_, folder_ / "context.json");
    if (!context || !context->is_object()) return "context.json cannot be read";
    const auto text = files_.read(folder_ / "request.txt", Files::kReadMax);
    const auto request = text ? parse_raw_request(*text) : std::nullopt;
    if (!request) return "request.txt cannot be read";
    auto options = options_of(context->get_object());
    if (!options) return options.error().detail;
    options->form = form == "query" ? SignatureForm::kQuery : SignatureForm::kHeader;
    const auto made = sign_v4(*request, credentials_of(context->get_object()), *options);
    if (!made) return fmt::format("{}: {}", made.error().code, made.error().detail);
    std::string difference = compare(form + "-canonical-request.txt", made->canonical_request);
    if (difference.empty())
      difference = compare(form + "-string-to-sign.txt", made->string_to_sign);
    return difference.empty() ? compare(form + "-signature.txt", made->signature) : difference;
  }

  bool has(const std::string& form) { return files_.exists(folder_ / (form + "-signature.txt")); }

 private:
  std::string compare(const std::string& name, const std::string& actual) {
    if (!files_.exists(folder_ / name)) return "";
    const auto expected = files_.read(folder_ / name, Files::kReadMax);
    if (!expected) return expected.error().detail;
    return compare_text(name, without_line_end(*expected), without_line_end(actual));
  }

  Files& files_;
  std::filesystem::path folder_;
};

}  // namespace

void run_signing_cases(Files& files, const std::filesystem::path& folder, Report& report) {
  const auto names = files.list(folder);
  if (!names) {
    report.fail("signing", folder.string(), names.error().detail);
    return;
  }
  for (const std::string& name : *names) {
    if (!files.exists(folder / name / "context.json")) continue;
    SigningCase one(files, folder / name);
    for (const std::string form : {"header", "query"}) {
      if (one.has(form)) report.judge("signing " + form, name, one.run(form));
    }
  }
}

}  // namespace sextant::aws::conformance
