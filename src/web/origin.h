#pragma once

#include <atomic>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "http/server.h"

namespace sextant::web {

// Where the server listens and by what names it goes. A plain value.
struct ListenPlace {
  std::string address = "127.0.0.1";
  unsigned port = 0;
  bool is_tls = false;
  std::vector<std::string> public_names = {};  // of a reverse proxy, without port

  bool is_loopback() const;
  bool is_any() const;  // "0.0.0.0" or "::"
};

// Tells the server's own pages from others, so that no other site can use a session. Thread-safe.
class OriginCheck {
 public:
  explicit OriginCheck(ListenPlace place) : place_(std::move(place)), port_(place_.port) {}

  // Once it is known, where the system was to choose it.
  void set_port(unsigned port) { port_ = port; }

  // The address that people open: "http://127.0.0.1:7390".
  std::string base_url() const;

  // Whether the request was meant for this server: a page elsewhere can give its own name this
  // machine's address (DNS rebinding), but cannot make a browser send another Host. Error:
  // web.wrong_host.
  Result<void> check_host(const http::ServerRequest& request) const;

  // Whether no page of another origin has sent it. A browser says so: Sec-Fetch-Site with every
  // request, Origin with those that change something. Programs send neither. Another port of this
  // machine is "same-site", which a same-site cookie does not keep out. Error: web.other_site.
  Result<void> check_origin(const http::ServerRequest& request) const;

  // Whether cookies may be sent over TLS only: it is spoken here, or in front of here.
  bool is_over_tls(const http::ServerRequest& request) const;
  // Whether the request came by a loopback name, not by a public one.
  bool is_local(const http::ServerRequest& request) const;

 private:
  bool is_public_name(std::string_view host) const;
  bool knows(std::string_view host_header) const;

  const ListenPlace place_;
  std::atomic<unsigned> port_;
};

}  // namespace sextant::web
