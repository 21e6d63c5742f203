#include "web/static_pages.h"

#include <algorithm>
#include <array>

#include "base/digest.h"
#include "base/text.h"
#include "web/responses.h"

namespace sextant::web {
namespace {

constexpr std::string_view kFolder = "ui/";
constexpr std::string_view kCompressedFolder = "ui-gz/";
constexpr std::string_view kAssets = "assets/";
constexpr std::size_t kTagDigits = 32;

struct TypeOf {
  std::string_view ending;
  std::string_view type;
};
constexpr auto kTypes = std::to_array<TypeOf>({
    {".html", "text/html; charset=utf-8"},
    {".js", "text/javascript; charset=utf-8"},
    {".css", "text/css; charset=utf-8"},
    {".svg", "image/svg+xml"},
    {".png", "image/png"},
    {".ico", "image/x-icon"},
    {".woff2", "font/woff2"},
    {".json", "application/json"},
    {".webmanifest", "application/manifest+json"},
    {".txt", "text/plain; charset=utf-8"},
});

constexpr std::string_view kNotBuilt =
    "<!doctype html>\n<html lang=\"en\"><head><meta charset=\"utf-8\"><title>Sextant</title></head>"
    "<body><h1>Sextant</h1><p>This program was built without its console. The API is at "
    "<a href=\"/api/openapi.json\">/api/openapi.json</a>; <code>./run build</code> builds the "
    "console too.</p></body></html>\n";

std::string_view type_of(std::string_view path) {
  const auto* found =
      std::ranges::find_if(kTypes, [&](const TypeOf& type) { return path.ends_with(type.ending); });
  return found == kTypes.end() ? "application/octet-stream" : found->type;
}

// Whether the path can only mean a file, so that the page does not stand in for one that is gone.
bool is_file_name(std::string_view path) {
  return path.starts_with(kAssets) || std::ranges::any_of(kTypes, [&](const TypeOf& type) {
           return path.ends_with(type.ending);
         });
}

// "gzip" is among what the client takes, with a weight that is not 0.
bool takes_gzip(const http::ServerRequest& request) {
  const auto header = request.headers.find("Accept-Encoding");
  if (!header) return false;
  return std::ranges::any_of(split(*header, ','), [](const std::string& part) {
    const std::string coding = replace_all(to_lower(trim(part)), " ", "");
    return coding.starts_with("gzip") &&
           (coding.size() == 4 ||
            (coding[4] == ';' && !coding.ends_with("q=0") && !coding.ends_with("q=0.0")));
  });
}

bool has_tag(const http::ServerRequest& request, std::string_view tag) {
  const auto header = request.headers.find("If-None-Match");
  if (!header) return false;
  return std::ranges::any_of(split(*header, ','), [&](const std::string& part) {
    std::string_view known = trim(part);
    if (known.starts_with("W/")) known.remove_prefix(2);
    return known == tag || known == "*";
  });
}

}  // namespace

StaticPages::StaticPages(const std::vector<EmbeddedFile>& files) {
  for (const EmbeddedFile& file : files) {
    if (!file.path.starts_with(kFolder)) continue;
    const std::string path(file.path.substr(kFolder.size()));
    Page page{file.bytes,
              {},
              std::string(type_of(path)),
              to_hex(sha256(file.bytes)).substr(0, kTagDigits),
              // The build names them by their content.
              path.starts_with(kAssets)};
    const auto compressed =
        std::ranges::find(files, std::string(kCompressedFolder) + path, &EmbeddedFile::path);
    if (compressed != files.end() && compressed->bytes.size() < file.bytes.size())
      page.compressed = compressed->bytes;
    pages_.emplace(path, std::move(page));
  }
}

const StaticPages::Page* StaticPages::find(std::string_view path) const {
  const auto found = pages_.find(path);
  return found == pages_.end() ? nullptr : &found->second;
}

http::ServerResponse StaticPages::serve(const http::ServerRequest& request,
                                        std::string_view path) const {
  if (path.starts_with('/')) path.remove_prefix(1);
  if (const Page* page = find(path)) return send(*page, request);
  if (is_file_name(path) && path != "index.html")
    return text_response(404, "text/plain; charset=utf-8", "There is no such file.\n");
  if (const Page* index = find("index.html")) return send(*index, request);
  return text_response(200, "text/html; charset=utf-8", std::string(kNotBuilt));
}

http::ServerResponse StaticPages::send(const Page& page, const http::ServerRequest& request) {
  const bool is_compressed = !page.compressed.empty() && takes_gzip(request);
  // Each form has a tag of its own, since the bytes differ.
  const std::string tag = "\"" + page.digest + (is_compressed ? "-gz\"" : "\"");
  http::ServerResponse out;
  out.headers = {
      {"Content-Type", page.content_type},
      {"Cache-Control", page.is_immutable ? "public, max-age=31536000, immutable" : "no-cache"},
      {"ETag", tag},
      {"Vary", "Accept-Encoding"}};
  if (has_tag(request, tag)) {
    out.status = 304;
    return out;
  }
  if (is_compressed) out.headers.add("Content-Encoding", "gzip");
  out.body = std::string(is_compressed ? page.compressed : page.bytes);
  return out;
}

}  // namespace sextant::web
