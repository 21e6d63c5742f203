#pragma once

#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/embedded.h"
#include "http/server.h"

namespace sextant::web {

// The files of the page, which the build has put into the program: as they are ("ui/index.html")
// and compressed ("ui-gz/index.html"). Immutable; thread-safe.
class StaticPages {
 public:
  explicit StaticPages(const std::vector<EmbeddedFile>& files);

  // The file of a path, or index.html where the path is one of the page's own addresses.
  // `path` is decoded. 404 where an asset is missing.
  http::ServerResponse serve(const http::ServerRequest& request, std::string_view path) const;

 private:
  struct Page {
    std::string_view bytes;
    std::string_view compressed;  // empty where there is none
    std::string content_type;
    std::string digest;  // of the bytes
    bool is_immutable = false;
  };
  const Page* find(std::string_view path) const;
  static http::ServerResponse send(const Page& page, const http::ServerRequest& request);

  std::map<std::string, Page, std::less<>> pages_;  // by path: "assets/index-1a2b3c4d.js"
};

}  // namespace sextant::web
