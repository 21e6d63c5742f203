#include "web/static_pages.h"

#include <gtest/gtest.h>

namespace sextant::web {
namespace {

http::ServerRequest get(http::Headers headers = {}) {
  return {"GET", "/", std::move(headers), "", "127.0.0.1"};
}

const std::vector<EmbeddedFile> kFiles = {
    {"catalog/x.yaml", "not a page"},
    {"ui-gz/assets/index-1a2b.js", "gz"},
    {"ui-gz/index.html", "a compressed one that is longer"},
    {"ui/assets/index-1a2b.js", "let a = 1"},
    {"ui/favicon.svg", "<svg/>"},
    {"ui/index.html", "<html>page</html>"},
};

TEST(StaticPages, ServesFilesAndThePageForItsOwnAddresses) {
  const StaticPages pages(kFiles);
  EXPECT_EQ(pages.serve(get(), "/favicon.svg").headers.find("Content-Type"), "image/svg+xml");
  for (const char* path : {"/", "/costs", "/settings/accounts/prod.eu", "/index.html"})
    EXPECT_EQ(pages.serve(get(), path).body, "<html>page</html>") << path;
  for (const char* path : {"/assets/gone-1a2b.js", "/robots.txt", "/assets/", "/x.html"})
    EXPECT_EQ(pages.serve(get(), path).status, 404) << path;
  EXPECT_EQ(pages.serve(get(), "/catalog/x.yaml").body, "<html>page</html>");
}

TEST(StaticPages, SendsTheSmallerFormToWhoTakesIt) {
  const StaticPages pages(kFiles);
  const auto packed =
      pages.serve(get({{"Accept-Encoding", "br, GZIP;q=0.8"}}), "/assets/index-1a2b.js");
  EXPECT_EQ(packed.body, "gz");
  EXPECT_EQ(packed.headers.find("Content-Encoding"), "gzip");
  EXPECT_EQ(packed.headers.find("Vary"), "Accept-Encoding");
  for (const char* header : {"br", "gzip;q=0", "gzipped", "x-gzip"})
    EXPECT_EQ(pages.serve(get({{"Accept-Encoding", header}}), "/assets/index-1a2b.js").body,
              "let a = 1")
        << header;
  EXPECT_EQ(pages.serve(get({{"Accept-Encoding", "gzip"}}), "/").body, "<html>page</html>");
}

TEST(StaticPages, LetsBrowsersKeepWhatCannotChange) {
  const StaticPages pages(kFiles);
  const auto asset = pages.serve(get(), "/assets/index-1a2b.js");
  EXPECT_NE(asset.headers.find("Cache-Control")->find("immutable"), std::string::npos);
  const auto page = pages.serve(get(), "/");
  EXPECT_EQ(page.headers.find("Cache-Control"), "no-cache");
  const auto again =
      pages.serve(get({{"If-None-Match", "\"x\", W/" + *page.headers.find("ETag")}}), "/");
  EXPECT_EQ(again.status, 304);
  EXPECT_EQ(again.body, "");
  EXPECT_EQ(pages.serve(get({{"If-None-Match", "\"x\""}}), "/").status, 200);
}

TEST(StaticPages, FormsHaveTagsOfTheirOwn) {
  const StaticPages pages(kFiles);
  const http::Headers gzip{{"Accept-Encoding", "gzip"}};
  const std::string packed = *pages.serve(get(gzip), "/assets/index-1a2b.js").headers.find("ETag");
  const std::string plain = *pages.serve(get(), "/assets/index-1a2b.js").headers.find("ETag");
  EXPECT_NE(packed, plain);
  EXPECT_EQ(pages.serve(get({{"If-None-Match", packed}}), "/assets/index-1a2b.js").status, 200);
  http::Headers again = gzip;
  again.add("If-None-Match", packed);
  EXPECT_EQ(pages.serve(get(again), "/assets/index-1a2b.js").status, 304);
}

TEST(StaticPages, SaysThatTheConsoleWasNotBuilt) {
  const StaticPages pages({});
  const auto page = pages.serve(get(), "/");
  EXPECT_EQ(page.status, 200);
  EXPECT_NE(page.body.find("<html"), std::string::npos);
}

}  // namespace
}  // namespace sextant::web
