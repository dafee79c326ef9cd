package verbatim.server;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import verbatim.api.QuoteCheckJson;
import verbatim.kernel.Limits;
import verbatim.kernel.Refusal;
import verbatim.kernel.Refused;
import verbatim.outbound.Outbound;
import verbatim.quotecheck.Checking;
import verbatim.quotecheck.KnownStatements;
import verbatim.quotecheck.Person;
import verbatim.quotecheck.Severity;
import verbatim.quotecheck.Statement;
import verbatim.sx1.Verifier;
import verbatim.text.Blocks;
import verbatim.text.Markup;

/// `./verbatim quotecheck FILE`: the quotations of an article beside the embeds that are given with
/// it, or beside all that a server knows. Needs no server and no data.
final class QuoteCheckCommand {
  /// Nothing differs; something does; it could not be checked.
  static final int EXIT_FINE = 0;

  static final int EXIT_DIFFERS = 1;
  static final int EXIT_UNCHECKED = 2;

  private static final String PATH = "/api/v1/quotecheck";
  private static final int EMBEDS_MAX = 1_000;
  private static final int TOKEN_BYTES_MAX = 1_000;
  private static final Duration ANSWER_MAX = Duration.ofSeconds(60);
  private static final JsonMapper JSON = JsonMapper.shared();

  private final Limits limits;
  private final PrintWriter out;
  private final PrintWriter err;

  QuoteCheckCommand(Limits limits, PrintWriter out, PrintWriter err) {
    this.limits = limits;
    this.out = out;
    this.err = err;
  }

  int run(List<String> words) {
    if (words.isEmpty() || words.getFirst().startsWith("--")) {
      throw new Options.Misunderstood("quotecheck wants a file");
    }
    Options options =
        Options.read(
            words.subList(1, words.size()),
            Set.of("--embeds", "--server", "--token-file"),
            Set.of("--json"));
    if (options.value("--server", "").isEmpty() != options.value("--token-file", "").isEmpty()) {
      throw new Options.Misunderstood("--server and --token-file go together");
    }
    try {
      Path file = Path.of(words.getFirst());
      String raw = read(file);
      JsonNode embeds = embeds(options.value("--embeds", ""));
      byte[] report =
          options.value("--server", "").isEmpty()
              ? alone(markup(file), raw, embeds)
              : asked(options, markup(file), raw, embeds);
      int told = told(report, options.has("--json"));
      boolean isAlone = options.value("--server", "").isEmpty() && embeds.isEmpty();
      return isAlone
          ? unchecked(
              "nothing was compared: name what was said with --embeds FILE, or a server with"
                  + " --server URL --token-file FILE")
          : told;
    } catch (NoSuchFileException e) {
      return unchecked("there is no file " + e.getMessage());
    } catch (IOException e) {
      return unchecked(String.valueOf(e.getMessage()));
    } catch (Refused e) {
      return unchecked(words(e.refusal()));
    } catch (JacksonException _) {
      return unchecked("the JSON cannot be read");
    }
  }

  private int unchecked(String why) {
    err.println("verbatim: " + why);
    return EXIT_UNCHECKED;
  }

  private static String words(Refusal refusal) {
    return switch (refusal) {
      case Refusal.TooLarge large -> large.why();
      case Refusal.Invalid invalid -> invalid.why();
      case Refusal.Malformed malformed -> malformed.why();
      case Refusal.NotFound _,
          Refusal.NotSignedIn _,
          Refusal.Forbidden _,
          Refusal.WrongType _,
          Refusal.Gone _,
          Refusal.TooMany _,
          Refusal.Conflict _,
          Refusal.Unavailable _ ->
          "the text cannot be checked";
    };
  }

  /// Letters that are no UTF-8 would give offsets that mean nothing.
  private static String read(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(Blocks.RAW_BYTES_MAX + 1);
      if (bytes.length > Blocks.RAW_BYTES_MAX) {
        throw new IOException(file + " is larger than " + Blocks.RAW_BYTES_MAX + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException _) {
      throw new IOException(file + " is no UTF-8");
    }
  }

  private static Markup markup(Path file) {
    String name = file.toString().toLowerCase(Locale.ROOT);
    if (name.endsWith(".html") || name.endsWith(".htm")) {
      return Markup.HTML;
    }
    return name.endsWith(".md") || name.endsWith(".markdown") ? Markup.MARKDOWN : Markup.TEXT;
  }

  /// A list of `{text, author}`, or an object that has it as `embeds`.
  private static JsonNode embeds(String file) throws IOException {
    if (file.isEmpty()) {
      return JSON.createArrayNode();
    }
    JsonNode read = JSON.readTree(read(Path.of(file)));
    JsonNode list = read.isObject() ? read.path("embeds") : read;
    if (!list.isArray() || list.size() > EMBEDS_MAX) {
      throw new IOException(file + " is no list of at most " + EMBEDS_MAX + " embeds");
    }
    for (JsonNode embed : list) {
      if (!embed.path("text").isString()) {
        throw new IOException("an embed in " + file + " has no text");
      }
    }
    return list;
  }

  private byte[] alone(Markup markup, String raw, JsonNode list) {
    List<Statement> statements = new ArrayList<>();
    for (JsonNode embed : list) {
      String id = embed.path("id").asString("embed-" + (statements.size() + 1));
      statements.add(
          Statement.copy(
              id,
              Person.said(embed.path("author").asString("")),
              embed.path("text").asString(),
              embed.path("where").asString("")));
    }
    var material = new Checking.Material(Blocks.read(markup, raw), List.of(), statements);
    return QuoteCheckJson.written(
        new Checking(limits.checks()).check(material, KnownStatements.none()));
  }

  private static byte[] asked(Options options, Markup markup, String raw, JsonNode embeds)
      throws IOException {
    String server = options.value("--server", "").replaceFirst("/+$", "");
    String token = read(Path.of(options.value("--token-file", ""))).strip();
    if (token.isEmpty() || token.length() > TOKEN_BYTES_MAX || token.contains("\n")) {
      throw new IOException("there is no token in that file");
    }
    Map<String, Object> question = new LinkedHashMap<>();
    question.put(markup.word(), raw);
    question.put("embeds", embeds);
    // Whoever typed the address means it: also a server on this machine.
    var bounds = new Outbound.Limits(64 << 20, ANSWER_MAX, true);
    try (Outbound outbound = new Outbound(bounds)) {
      return outbound
          .post(
              URI.create(server + PATH),
              "application/json",
              JSON.writeValueAsBytes(question),
              Map.of("Authorization", "Bearer " + token))
          .body();
    } catch (IllegalArgumentException _) {
      throw new IOException("no address: " + server);
    }
  }

  // ---- for people

  private int told(byte[] report, boolean asJson) {
    JsonNode check = JSON.readTree(report);
    boolean differs =
        check.path("counts").path("altered").asInt(0) > 0
            || check.path("spans").valueStream().anyMatch(QuoteCheckCommand::isTurned);
    if (asJson) {
      out.println(new String(report, StandardCharsets.UTF_8));
      return differs ? EXIT_DIFFERS : EXIT_FINE;
    }
    for (JsonNode span : check.path("spans")) {
      span(span);
    }
    int spans = 0;
    int found = 0;
    for (Map.Entry<String, JsonNode> count : check.path("counts").properties()) {
      boolean isLabel = count.getKey().equals("label");
      boolean isFound = !isLabel && !count.getKey().equals("not_found");
      spans += isLabel ? 0 : count.getValue().asInt();
      found += isFound ? count.getValue().asInt() : 0;
    }
    out.printf(
        Locale.ROOT,
        "%d of %d quotations checked, %d differ. What is not in the archive may still have been"
            + " said.%n",
        found,
        spans,
        check.path("counts").path("altered").asInt(0));
    return differs ? EXIT_DIFFERS : EXIT_FINE;
  }

  /// No letter differs, and the meaning may all the same: what stands just before was left out.
  private static boolean isTurned(JsonNode span) {
    return span.path("severity").asString("").equals(Severity.MEANING.word());
  }

  private void span(JsonNode span) {
    String verdict = span.path("verdict").asString();
    String speaker = span.path("speaker").path("name").asString("");
    if (speaker.isEmpty()) {
      speaker = span.path("speaker").path("named").asString("");
    }
    out.printf(
        Locale.ROOT,
        "%3s  %-9s %s  [%d-%d] %s%n",
        Verifier.marked(span.path("id").asString()),
        Verifier.marked(verdict),
        span.path("severity").isNull() ? "" : Verifier.marked(span.path("severity").asString()),
        span.path("char_start").asInt(),
        span.path("char_end").asInt(),
        speaker.isEmpty() ? "(nobody named)" : Verifier.marked(speaker));
    out.println("     “" + Verifier.marked(span.path("text").asString()) + "”");
    for (JsonNode source : span.path("sources")) {
      out.println("     " + Verifier.marked(against(verdict, source)));
    }
    for (JsonNode flag : span.path("flags")) {
      String said = said(flag.asString());
      if (!said.isEmpty()) {
        out.println("       " + said);
      }
    }
    for (JsonNode step : span.path("diff")) {
      switch (step.path("op").asString()) {
        case "replace" ->
            out.println(
                "       source “"
                    + Verifier.marked(step.path("source").asString())
                    + "”, quoted “"
                    + Verifier.marked(step.path("quoted").asString())
                    + "”");
        case "insert" ->
            out.println("       added “" + Verifier.marked(step.path("quoted").asString()) + "”");
        case "delete" ->
            out.println(
                "       left out “" + Verifier.marked(step.path("source").asString()) + "”");
        default -> {}
      }
    }
    for (JsonNode hint : span.path("hints")) {
      out.println("       look: " + Verifier.marked(hint.path("evidence").asString()));
    }
  }

  private static String said(String flag) {
    return switch (flag) {
      case "extends_source" -> "goes on where the source ends; a copy may have been cut";
      case "joined_posts" -> "several sources became one quotation";
      case "reordered" -> "the order of the source was changed";
      case "other_speaker" -> "under another name than its source";
      case "turned_by_cut" -> "what the source has just before it may turn it round";
      case "numerals" -> "numbers are written in another way";
      default -> "";
    };
  }

  /// Never "wrote": a copy is not its author.
  private static String against(String verdict, JsonNode source) {
    String where = source.path("where").asString("");
    String what =
        where.isEmpty()
            ? "the text " + source.path("id").asString()
            : "the text embedded in " + where;
    String who = source.path("author").asString("");
    return (verdict.equals("altered") ? "differs from " : "as in ")
        + what
        + (who.isEmpty() ? "" : " as words of " + who)
        + " ("
        + source.path("confidence").asString()
        + ")";
  }
}
