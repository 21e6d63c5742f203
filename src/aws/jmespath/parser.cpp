#include <fmt/format.h>

#include <utility>

#include "aws/jmespath/lexer.h"
#include "aws/jmespath/node.h"

namespace sextant::aws {
namespace {

using Node = JmesPath::Node;
using NodePtr = std::unique_ptr<Node>;
using Token = JmesToken::Kind;

// How tightly each operator binds, as in JMESPath's grammar. An operator below kProjectionEnd ends
// a projection.
constexpr int kOrPower = 2;
constexpr int kAndPower = 3;
constexpr int kComparePower = 5;
constexpr int kFlattenPower = 9;
constexpr int kProjectionEnd = 10;
constexpr int kStarPower = 20;
constexpr int kFilterPower = 21;
constexpr int kDotPower = 40;
constexpr int kNotPower = 45;
constexpr int kOpenPower = 55;

int power_of(Token kind) {
  switch (kind) {
    case Token::kOr:
      return kOrPower;
    case Token::kAnd:
      return kAndPower;
    case Token::kEqual:
    case Token::kNotEqual:
    case Token::kLess:
    case Token::kLessOrEqual:
    case Token::kMore:
    case Token::kMoreOrEqual:
      return kComparePower;
    case Token::kFlatten:
      return kFlattenPower;
    case Token::kFilter:
      return kFilterPower;
    case Token::kDot:
      return kDotPower;
    case Token::kOpen:
      return kOpenPower;
    default:
      return 0;
  }
}

Node::Comparison comparison_of(Token kind) {
  switch (kind) {
    case Token::kNotEqual:
      return Node::Comparison::kNotEqual;
    case Token::kLess:
      return Node::Comparison::kLess;
    case Token::kLessOrEqual:
      return Node::Comparison::kLessOrEqual;
    case Token::kMore:
      return Node::Comparison::kMore;
    case Token::kMoreOrEqual:
      return Node::Comparison::kMoreOrEqual;
    default:
      return Node::Comparison::kEqual;
  }
}

template <typename... Parts>
NodePtr make(Node::Kind kind, Parts... parts) {
  auto node = std::make_unique<Node>();
  node->kind = kind;
  (node->parts.push_back(std::move(parts)), ...);
  return node;
}

// A top-down operator precedence parser.
class Parser {
 public:
  explicit Parser(std::vector<JmesToken> tokens) : tokens_(std::move(tokens)) {}

  Result<NodePtr> whole() {
    SEXTANT_TRY(NodePtr node, expression(0));
    if (peek().kind != Token::kEnd) return unexpected_token();
    return node;
  }

 private:
  // Counts the nesting of what is being parsed; left-deep chains count too, since evaluation
  // recurses into them.
  class Level {
   public:
    explicit Level(int& depth) : depth_(depth) { ++depth_; }
    Level(const Level&) = delete;
    Level& operator=(const Level&) = delete;
    ~Level() { --depth_; }

   private:
    int& depth_;
  };

  const JmesToken& peek(std::size_t ahead = 0) const {
    return tokens_[std::min(at_ + ahead, tokens_.size() - 1)];
  }
  JmesToken take() { return tokens_[at_ + 1 < tokens_.size() ? at_++ : at_]; }

  std::unexpected<Error> unexpected_token() const {
    if (peek().kind == Token::kEnd)
      return jmespath_refused(peek().place, "the expression ends too early");
    return jmespath_refused(peek().place, "this is not supported here");
  }
  Result<void> expect(Token kind) {
    if (peek().kind != kind) return unexpected_token();
    take();
    return {};
  }

  Result<NodePtr> expression(int power) {
    const Level level(depth_);
    if (depth_ > JmesPath::kDepthMax)
      return jmespath_refused(peek().place, "the expression nests too deeply");
    SEXTANT_TRY(NodePtr left, prefix());
    int steps = 0;
    while (power < power_of(peek().kind)) {
      if (++steps > JmesPath::kDepthMax)
        return jmespath_refused(peek().place, "the expression is too long");
      SEXTANT_TRY(NodePtr whole, infix(std::move(left)));
      left = std::move(whole);
    }
    return left;
  }

  Result<NodePtr> prefix() {
    const JmesToken token = peek();
    switch (token.kind) {
      case Token::kName:
        take();
        return peek().kind == Token::kLeftParen ? function(token) : field(token.text);
      case Token::kLiteral: {
        take();
        NodePtr node = make(Node::Kind::kLiteral);
        node->literal = token.literal;
        return node;
      }
      case Token::kCurrent:
        take();
        return make(Node::Kind::kCurrent);
      case Token::kNot: {
        take();
        SEXTANT_TRY(NodePtr operand, expression(kNotPower));
        return make(Node::Kind::kNot, std::move(operand));
      }
      case Token::kLeftParen: {
        take();
        SEXTANT_TRY(NodePtr inside, expression(0));
        SEXTANT_TRY_VOID(expect(Token::kRightParen));
        return inside;
      }
      case Token::kStar:
      case Token::kFlatten:
      case Token::kFilter:
      case Token::kOpen:
        return infix(make(Node::Kind::kCurrent));
      default:
        return unexpected_token();
    }
  }

  Result<NodePtr> infix(NodePtr left) {
    const JmesToken token = take();
    switch (token.kind) {
      case Token::kOr:
        return binary(Node::Kind::kOr, std::move(left), kOrPower);
      case Token::kAnd:
        return binary(Node::Kind::kAnd, std::move(left), kAndPower);
      case Token::kDot:
        return after_dot(std::move(left));
      case Token::kStar:
        return projection(Node::Kind::kProjectValues, std::move(left), kStarPower);
      case Token::kFlatten:
        return projection(Node::Kind::kProject, make(Node::Kind::kFlatten, std::move(left)),
                          kFlattenPower);
      case Token::kFilter:
        return filter(std::move(left));
      case Token::kOpen:
        return bracket(std::move(left));
      default: {
        SEXTANT_TRY(NodePtr node, binary(Node::Kind::kCompare, std::move(left), kComparePower));
        node->comparison = comparison_of(token.kind);
        return node;
      }
    }
  }

  Result<NodePtr> binary(Node::Kind kind, NodePtr left, int power) {
    SEXTANT_TRY(NodePtr right, expression(power));
    return make(kind, std::move(left), std::move(right));
  }

  Result<NodePtr> after_dot(NodePtr left) {
    if (peek().kind == Token::kStar) {
      take();
      return projection(Node::Kind::kProjectValues, std::move(left), kStarPower);
    }
    SEXTANT_TRY(NodePtr right, step());
    return make(Node::Kind::kSub, std::move(left), std::move(right));
  }

  // What may follow a dot: a name, a function or a list of expressions.
  Result<NodePtr> step() {
    const JmesToken token = peek();
    if (token.kind == Token::kName) {
      take();
      return peek().kind == Token::kLeftParen ? function(token) : field(token.text);
    }
    if (token.kind == Token::kOpen) {
      take();
      return list();
    }
    return unexpected_token();
  }

  // The part of an expression that a projection applies to each element.
  Result<NodePtr> projected(int power) {
    const Token next = peek().kind;
    if (power_of(next) < kProjectionEnd) return make(Node::Kind::kCurrent);
    if (next == Token::kOpen || next == Token::kFilter) return expression(power);
    if (next != Token::kDot) return unexpected_token();
    take();
    if (peek().kind != Token::kStar && peek().kind != Token::kName && peek().kind != Token::kOpen) {
      return unexpected_token();
    }
    return expression(power);
  }

  Result<NodePtr> projection(Node::Kind kind, NodePtr source, int power) {
    SEXTANT_TRY(NodePtr each, projected(power));
    return make(kind, std::move(source), std::move(each));
  }

  Result<NodePtr> filter(NodePtr source) {
    SEXTANT_TRY(NodePtr condition, expression(0));
    SEXTANT_TRY_VOID(expect(Token::kClose));
    // A flatten after a filter works on the projection's outcome, not on each element.
    SEXTANT_TRY(NodePtr each, peek().kind == Token::kFlatten
                                  ? Result<NodePtr>(make(Node::Kind::kCurrent))
                                  : projected(kFilterPower));
    return make(Node::Kind::kFilter, std::move(source), std::move(condition), std::move(each));
  }

  // After "[": an index, "*]" or a list of expressions.
  Result<NodePtr> bracket(NodePtr source) {
    if (peek().kind == Token::kNumber) {
      NodePtr node = make(Node::Kind::kIndex, std::move(source));
      node->index = take().literal.as_int64();
      SEXTANT_TRY_VOID(expect(Token::kClose));
      return node;
    }
    if (peek().kind == Token::kStar && peek(1).kind == Token::kClose) {
      take();
      take();
      return projection(Node::Kind::kProject, std::move(source), kStarPower);
    }
    // "[a, b]" makes a list only where no source stands before it; after one, a dot must.
    if (source->kind != Node::Kind::kCurrent) return unexpected_token();
    return list();
  }

  Result<NodePtr> list() {
    NodePtr node = make(Node::Kind::kList);
    while (true) {
      SEXTANT_TRY(NodePtr element, expression(0));
      node->parts.push_back(std::move(element));
      if (peek().kind == Token::kClose) break;
      SEXTANT_TRY_VOID(expect(Token::kComma));
    }
    take();
    return node;
  }

  static Result<NodePtr> field(const std::string& name) {
    NodePtr node = make(Node::Kind::kField);
    node->name = name;
    return node;
  }

  Result<NodePtr> function(const JmesToken& name) {
    if (name.text != "length" && name.text != "keys") {
      return jmespath_refused(name.place,
                              fmt::format("the function {}() is not supported", name.text));
    }
    take();
    SEXTANT_TRY(NodePtr argument, expression(0));
    SEXTANT_TRY_VOID(expect(Token::kRightParen));
    return make(name.text == "length" ? Node::Kind::kLength : Node::Kind::kKeys,
                std::move(argument));
  }

  std::vector<JmesToken> tokens_;
  std::size_t at_ = 0;
  int depth_ = 0;
};

}  // namespace

Result<JmesPath> JmesPath::parse(std::string_view text) {
  if (text.size() > kTextBytesMax)
    return jmespath_refused(kTextBytesMax, "the expression is too long");
  SEXTANT_TRY(std::vector<JmesToken> tokens, lex_jmespath(text));
  SEXTANT_TRY(NodePtr root, Parser(std::move(tokens)).whole());
  JmesPath out;
  out.root_ = std::move(root);
  return out;
}

}  // namespace sextant::aws
