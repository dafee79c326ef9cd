package verbatim.web;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import verbatim.accounts.Account;
import verbatim.http.Access;
import verbatim.http.Answer;
import verbatim.http.Request;
import verbatim.http.Route;
import verbatim.media.CustomEmoji;

/// What somebody who types `@ma`, `#las` or `:fer` may mean: a few at a time.
final class Completing {
  private static final int ROWS_MAX = 8;
  private static final int CHARACTERS_MAX = 60;
  private static final int OURS_MAX = 200;

  /// Those that people use; whoever wants another has it on the keyboard.
  private static final String USUAL =
      """
      😀 😃 😄 😁 😅 😂 🤣 😊 😇 🙂 🙃 😉 😍 🥰 😘 😋 😜 🤪 🤗 🤔 🤨 😐 😑 😶 🙄 😏 😬 😌 😔 😴 🤒 🤕 \
      🤢 🥵 🥶 😵 🤯 🥳 😎 🤓 🧐 😕 🙁 😮 😲 😳 🥺 😢 😭 😱 😖 😞 😩 😤 😠 😡 🤬 💀 💩 🤡 👻 🤖 \
      👍 👎 👌 🤏 ✌️ 🤞 🤟 🤘 👈 👉 👆 👇 ☝️ ✋ 👋 👏 🙌 👐 🤲 🙏 ✍️ 💪 👀 🧠 🫶 🤝 🤷 🤦 🙋 🙇 \
      ❤️ 🧡 💛 💚 💙 💜 🖤 🤍 💔 💕 💯 💥 💫 💦 💤 🔥 ✨ ⭐ 🌟 🎉 🎊 🎂 🎁 🏆 🥇 ⚽ 🎲 🎵 🎶 🎸 🎬 🎨 \
      🐶 🐱 🐭 🐰 🦊 🐻 🐼 🐨 🐷 🐸 🐵 🐔 🐦 🦆 🦉 🐝 🦋 🐌 🐞 🐢 🐍 🐟 🐬 🐳 🐙 🐎 🐑 🌱 🌲 🌳 🍀 🍁 \
      🌸 🌹 🌻 🌍 🌙 ☀️ ⛅ ☁️ 🌧️ ⛈️ ❄️ 🌈 🌊 🍎 🍐 🍊 🍋 🍌 🍉 🍇 🍓 🍒 🥑 🍅 🥕 🌽 🥔 🍞 🧀 🍳 🍔 🍕 \
      🌮 🍝 🍣 🍰 🍪 🍫 🍿 ☕ 🍵 🍺 🍷 🥂 🚗 🚌 🚂 🚲 ✈️ 🚀 ⛵ ⛴️ ⚓ 🏠 🏫 🏥 🏖️ ⛰️ 🗺️ 📍 ⏰ ⏳ 📅 📷 \
      📱 💻 📞 📺 💡 🔋 🔌 🔑 🔒 🔔 📣 📰 📖 📚 ✏️ 📝 📎 ✂️ 📬 💰 🧾 ⚖️ 🔨 🔧 🧹 ✅ ❌ ❓ ❗ ⚠️ ♻️ ➡️\
      """;

  private final Templates templates;
  private final Forms forms;
  private final Web.Words words;

  Completing(Templates templates, Forms forms, Web.Words words) {
    this.templates = templates;
    this.forms = forms;
    this.words = words;
  }

  List<Route> routes() {
    return List.of(
        Route.get(
            "/compose/complete", Access.session(), this::complete, "what is about to be typed"));
  }

  private Answer complete(Request request) {
    String begun = request.query("q").strip();
    String kind = request.query("kind");
    boolean isWanted = !begun.isEmpty() && begun.length() <= CHARACTERS_MAX;
    List<ComposeViews.Completion> found =
        kind.equals("all_emoji")
            ? allEmoji()
            : !isWanted
                ? List.of()
                : switch (kind) {
                  case "person" -> people(request, begun);
                  case "tag" -> tags(request, begun);
                  case "emoji" -> emoji(begun);
                  default -> List.of();
                };
    Forms.Sheet sheet = forms.sheet(request);
    return templates.page("completions", new ComposeViews.Completions(sheet.frame(""), found));
  }

  private List<ComposeViews.Completion> people(Request request, String begun) {
    return words.search().accounts(Reading.viewer(request), begun, false, 0, ROWS_MAX).stream()
        .map(this::person)
        .toList();
  }

  private ComposeViews.Completion person(Account account) {
    return new ComposeViews.Completion(
        "@" + account.handle().acct(),
        Persons.name(account),
        "@" + account.handle().acct(),
        words.pictures().avatar(account.profile().avatar()));
  }

  private List<ComposeViews.Completion> tags(Request request, String begun) {
    return words.search().tags(Reading.viewer(request), begun, 0, ROWS_MAX).stream()
        .map(tag -> new ComposeViews.Completion("#" + tag, "#" + tag, "", ""))
        .toList();
  }

  private List<ComposeViews.Completion> emoji(String begun) {
    String start = begun.toLowerCase(Locale.ROOT);
    return words.media().emojis().list().stream()
        .filter(emoji -> emoji.shortcode().toLowerCase(Locale.ROOT).contains(start))
        .sorted(
            Comparator.comparing(
                    (CustomEmoji emoji) ->
                        !emoji.shortcode().toLowerCase(Locale.ROOT).startsWith(start))
                .thenComparing(CustomEmoji::shortcode))
        .limit(ROWS_MAX)
        .map(this::ours)
        .toList();
  }

  private ComposeViews.Completion ours(CustomEmoji emoji) {
    return new ComposeViews.Completion(
        ":" + emoji.shortcode() + ":",
        ":" + emoji.shortcode() + ":",
        "",
        words.addresses().at("/media/" + emoji.stillPath()));
  }

  private List<ComposeViews.Completion> allEmoji() {
    return Stream.concat(
            words.media().emojis().list().stream().limit(OURS_MAX).map(this::ours),
            Stream.of(USUAL.split("\\s+")).map(e -> new ComposeViews.Completion(e, e, "", "")))
        .toList();
  }
}
