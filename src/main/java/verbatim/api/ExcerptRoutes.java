package verbatim.api;

import static verbatim.access.Scope.READ_CONVERSATIONS;
import static verbatim.access.Scope.READ_STATUSES;
import static verbatim.access.Scope.WRITE_CONVERSATIONS;
import static verbatim.access.Scope.WRITE_STATUSES;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import verbatim.access.Credentials;
import verbatim.access.Proof;
import verbatim.accounts.Account;
import verbatim.accounts.Accounts;
import verbatim.excerpts.Answer.Agree;
import verbatim.excerpts.Answer.Decline;
import verbatim.excerpts.Answer.Deny;
import verbatim.excerpts.Around;
import verbatim.excerpts.Asked;
import verbatim.excerpts.Choice;
import verbatim.excerpts.Excerpts;
import verbatim.excerpts.Mine;
import verbatim.excerpts.Piece;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.JsonWriter;
import verbatim.http.Paging;
import verbatim.http.Params;
import verbatim.http.RateLimits;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.kernel.AccountId;
import verbatim.kernel.ConversationId;
import verbatim.kernel.ExcerptId;
import verbatim.kernel.Limits;
import verbatim.kernel.Page;
import verbatim.kernel.Refusal;
import verbatim.kernel.Secret;
import verbatim.statuses.Draft;
import verbatim.statuses.Status;

/// Excerpts of private conversations: choosing, asking, answering, publishing, and the document
/// that anybody can check.
final class ExcerptRoutes {
  private static final int DIGITS_MAX = 15;

  private final Excerpts excerpts;
  private final Credentials credentials;
  private final Accounts accounts;
  private final Drafting drafting;
  private final Looking looking;
  private final ExcerptJson excerptJson;
  private final Limits limits;

  ExcerptRoutes(
      Excerpts excerpts,
      Credentials credentials,
      Accounts accounts,
      Drafting drafting,
      Looking looking,
      ExcerptJson excerptJson,
      Limits limits) {
    this.excerpts = excerpts;
    this.credentials = credentials;
    this.accounts = accounts;
    this.drafting = drafting;
    this.looking = looking;
    this.excerptJson = excerptJson;
    this.limits = limits;
  }

  List<Route> routes() {
    String all = "/api/v1/excerpts";
    String one = all + "/:id";
    Access read = Access.user(READ_CONVERSATIONS);
    Access write = Access.user(WRITE_CONVERSATIONS);
    return List.of(
        Route.post(all, write, this::draft, "choose an excerpt, and ask")
            .limited(RateLimits.Bucket.POSTS),
        Route.get(all, read, this::mine, "one's own excerpts"),
        Route.get(all + "/requests", read, this::requests, "excerpts that ask for one's words"),
        Route.get(one, read, this::show, "an excerpt"),
        Route.put(one, write, this::change, "another choice"),
        Route.delete(one, write, this::discard, "take a draft of an excerpt back"),
        Route.post(one + "/ask", write, this::ask, "ask those whose words are in it"),
        Route.post(one + "/publish", write, this::publish, "publish it")
            .limited(RateLimits.Bucket.POSTS),
        Route.post(one + "/answer", write, this::answer, "say what may be shown"),
        Route.delete(one + "/authorization", write, this::withdraw, "take one's yes back"),
        Route.get(
                "/excerpts/:id",
                Access.optional(READ_STATUSES),
                this::document,
                "an excerpt that can be checked")
            .accepting("application/json"));
  }

  private static ExcerptId id(Request request) {
    return request.id("id", ExcerptId::parse);
  }

  private Answer answer(Mine mine) {
    return Answer.json(excerptJson.write(new JsonWriter(), mine)).privately();
  }

  private Answer answer(Asked asked) {
    return Answer.json(excerptJson.write(new JsonWriter(), asked)).privately();
  }

  // ---- the publisher

  private Answer draft(Request request) {
    AccountId me = Looking.me(request);
    Params params = request.params();
    Mine mine = excerpts.draft(me, choice(params), around(params));
    return answer(params.flag("ask", true) ? asked(me, mine) : mine);
  }

  /// Whoever may not ask now has no draft left of it: he did not want one.
  private Mine asked(AccountId me, Mine mine) {
    try {
      return excerpts.ask(me, mine.shown().id());
    } catch (verbatim.kernel.Refused e) {
      excerpts.discard(me, mine.shown().id());
      throw e;
    }
  }

  private Choice choice(Params params) {
    ConversationId conversation =
        params.id("conversation", ConversationId::parse).orElseThrow(Refusal::notFound);
    long from = number(params.required("from"), "from");
    long to = number(params.required("to"), "to");
    Map<Long, Set<Integer>> hidden = new TreeMap<>();
    Set<Long> leftOut = new TreeSet<>();
    params.list("left_out").forEach(n -> leftOut.add(number(n, "left_out")));
    Params sealed = params.object("sealed");
    for (String name : sealed.names()) {
      long n = number(name, "sealed");
      List<String> parts = sealed.list(name);
      if (parts.equals(List.of("true"))) {
        leftOut.add(n);
      } else if (!parts.equals(List.of("false"))) {
        hidden.put(n, parts(parts, "sealed"));
      }
    }
    return new Choice(conversation, from, to, hidden, leftOut);
  }

  private static Set<Integer> parts(List<String> words, String field) {
    Set<Integer> parts = new TreeSet<>();
    for (String word : words) {
      long part = number(word, field);
      if (part > Integer.MAX_VALUE) {
        throw wrong(field);
      }
      parts.add((int) part);
    }
    return parts;
  }

  private static long number(String word, String field) {
    String digits = word.strip();
    if (!digits.matches("\\d{1," + DIGITS_MAX + "}")) {
      throw wrong(field);
    }
    return Long.parseLong(digits);
  }

  private static RuntimeException wrong(String field) {
    return Refusal.invalid(field, "ERR_INVALID", field + " is invalid");
  }

  private static Around around(Params params) {
    return new Around(
        params.text("status", ""),
        params.text("spoiler_text", ""),
        params
            .text("visibility")
            .filter(word -> !word.isBlank())
            .map(ExcerptRoutes::visibility)
            .orElse(Draft.Visibility.PUBLIC));
  }

  private static Draft.Visibility visibility(String word) {
    for (Draft.Visibility one : Draft.Visibility.values()) {
      if (one.word().equals(word)) {
        return one;
      }
    }
    throw Refusal.invalid("visibility", "ERR_INCLUSION", "Visibility is not included in the list");
  }

  private Answer mine(Request request) {
    Page page = Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax());
    List<Mine> mine = excerpts.mine(Looking.me(request), page);
    return list(request, mine, m -> m.shown().id(), excerptJson::write);
  }

  private interface Writes<T> {
    JsonWriter write(JsonWriter json, T one);
  }

  private static <T> Answer list(
      Request request, List<T> all, Function<T, ExcerptId> id, Writes<T> writes) {
    JsonWriter json = new JsonWriter().array();
    all.forEach(one -> writes.write(json, one));
    Answer answer = Answer.json(json.end()).privately();
    if (all.isEmpty()) {
      return answer;
    }
    long newest = id.apply(all.getFirst()).value();
    long oldest = id.apply(all.getLast()).value();
    return Paging.linked(answer, request, oldest, newest);
  }

  private Answer show(Request request) {
    AccountId me = Looking.me(request);
    ExcerptId id = id(request);
    try {
      return answer(excerpts.mine(me, id));
    } catch (verbatim.kernel.Refused _) {
      return shown(request, me, id);
    }
  }

  private Answer shown(Request request, AccountId me, ExcerptId id) {
    try {
      return answer(excerpts.asked(me, id));
    } catch (verbatim.kernel.Refused _) {
      return Answer.json(
              excerptJson.write(
                  new JsonWriter(),
                  excerpts
                      .find(Looking.viewer(request), id)
                      .orElseThrow(() -> excerpts.missing(id))))
          .privately();
    }
  }

  private Answer change(Request request) {
    AccountId me = Looking.me(request);
    return answer(
        excerpts.change(me, id(request), choice(request.params()), around(request.params())));
  }

  private Answer discard(Request request) {
    excerpts.discard(Looking.me(request), id(request));
    return Answer.empty();
  }

  private Answer ask(Request request) {
    return answer(excerpts.ask(Looking.me(request), id(request)));
  }

  /// It makes private words public: an app that may only post, may not.
  private Answer publish(Request request) {
    if (!request.signedIn().scopes().covers(WRITE_STATUSES)) {
      throw Refusal.forbidden("This action is outside the authorized scopes");
    }
    AccountId me = Looking.me(request);
    Account author = accounts.find(me).orElseThrow(Refusal::notFound);
    Draft draft = drafting.readForNow(request.params(), author, drafting.application(request));
    Status status = excerpts.publish(me, id(request), draft);
    return looking.status(request, status);
  }

  // ---- who is asked

  private Answer requests(Request request) {
    Page page = Paging.page(request, limits.rows().pageDefault(), limits.rows().pageMax());
    List<Asked> asked = excerpts.requests(Looking.me(request), page);
    return list(request, asked, a -> a.shown().id(), excerptJson::write);
  }

  private Answer answer(Request request) {
    AccountId me = Looking.me(request);
    Params params = request.params();
    ExcerptId id = id(request);
    String context = params.text("context", "");
    String decision = params.required("decision");
    return switch (decision) {
      case "decline" -> answer(excerpts.answer(me, id, new Decline(), ""));
      case "consent" -> {
        Asked asked = excerpts.asked(me, id);
        String seen = params.required("seen");
        prove(request);
        yield answer(excerpts.answer(me, id, new Agree(open(params, asked), context), seen));
      }
      case "deny" -> {
        var _ = excerpts.asked(me, id);
        String seen = params.required("seen");
        prove(request);
        yield answer(excerpts.answer(me, id, new Deny(context), seen));
      }
      default ->
          throw Refusal.invalid(
              "decision", "ERR_INCLUSION", "Decision is consent, decline or deny");
    };
  }

  /// What stands under somebody's name for ever is signed by who has just signed in, or says his
  /// password once more.
  private void prove(Request request) {
    if (credentials.isFresh(request.signedIn(), limits.excerpts().freshSignInMax())) {
      return;
    }
    Params params = request.params();
    String password = params.text("current_password", "");
    if (password.isEmpty()) {
      throw Refusal.forbidden(
          "This stands under your name: sign in again, or send current_password");
    }
    credentials.prove(
        request.signedIn(),
        new Proof(new Secret(password), params.text("code", ""), "", new Secret("")));
  }

  /// `open` is not given, `"all"`, or by message `"all"` or a list of parts.
  private static Optional<Map<Long, Set<Integer>>> open(Params params, Asked asked) {
    if (!params.has("open") || isAll(params)) {
      return Optional.empty();
    }
    Params open = params.object("open");
    Map<Long, Set<Integer>> parts = new TreeMap<>();
    for (String name : open.names()) {
      long n = number(name, "open");
      List<String> words = open.list(name);
      parts.put(n, words.equals(List.of("all")) ? offered(asked, n) : parts(words, "open"));
    }
    return Optional.of(parts);
  }

  private static boolean isAll(Params params) {
    try {
      return params.text("open").filter("all"::equals).isPresent();
    } catch (verbatim.kernel.Refused _) {
      return false;
    }
  }

  private static Set<Integer> offered(Asked asked, long n) {
    Piece piece =
        asked.mine().stream().filter(p -> p.n() == n).findFirst().orElseThrow(() -> wrong("open"));
    Set<Integer> parts = new TreeSet<>();
    for (int j = 0; j < piece.parts().size(); j++) {
      if (!piece.hidden().contains(j)) {
        parts.add(j);
      }
    }
    return parts;
  }

  private Answer withdraw(Request request) {
    excerpts.withdraw(Looking.me(request), id(request));
    return Answer.empty();
  }

  // ---- everybody

  private Answer document(Request request) {
    return Answer.json(excerpts.document(Looking.viewer(request), id(request)))
        .header("Vary", "Accept")
        .privately();
  }
}
