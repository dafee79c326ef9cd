package verbatim.server;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/// Reads the settings file (`key = value` lines, `#` comments), then the environment, then the
/// command line: the later wins. Every fault names where it stands.
final class ConfigFile {
  /// The settings, or the folder that they name, cannot be used; the message is for whoever started
  /// the program.
  static final class Unusable extends IOException {
    private static final long serialVersionUID = 1L;

    Unusable(String why) {
      super(why);
    }
  }

  private static final Set<String> OF_THE_LAUNCHER =
      Set.of(
          "VERBATIM_HEAP",
          "VERBATIM_JAVA_OPTS",
          "VERBATIM_JVM_DIR",
          "VERBATIM_MEMORY_DIR",
          "VERBATIM_AOT");

  private record Given(String value, String where) {}

  private final Map<Setting, Given> given = new EnumMap<>(Setting.class);

  private ConfigFile() {}

  /// @param file read if it exists; must exist if `isNamed`
  /// @param commandLine values that win over file and environment
  static Config read(
      Path file,
      boolean isNamed,
      Map<String, String> environment,
      Map<Setting, String> commandLine,
      boolean testMode)
      throws Unusable {
    ConfigFile reading = new ConfigFile();
    if (isNamed || Files.exists(file)) {
      reading.readFile(file);
    }
    for (Setting setting : Setting.values()) {
      String value = environment.get(setting.environmentName());
      if (value != null) {
        reading.given.put(setting, new Given(value, "environment " + setting.environmentName()));
      }
    }
    commandLine.forEach(
        (setting, value) -> reading.given.put(setting, new Given(value, "command line")));
    try {
      return reading.config(testMode);
    } catch (Config.Wrong e) {
      throw new Unusable(Config.line(reading.places(), e));
    }
  }

  /// Of the names in an environment those that look like a setting and are none: a slip, which
  /// would pass unseen. Somebody else's may be among them, so they are only told.
  static List<String> unknown(Set<String> names) {
    return names.stream()
        .filter(name -> name.startsWith("VERBATIM_"))
        .filter(name -> !OF_THE_LAUNCHER.contains(name))
        .filter(
            name ->
                Arrays.stream(Setting.values()).noneMatch(s -> s.environmentName().equals(name)))
        .sorted()
        .toList();
  }

  private void readFile(Path file) throws Unusable {
    List<String> lines;
    try {
      lines = Files.readAllLines(file);
    } catch (MalformedInputException e) {
      throw new Unusable(file + ": is not UTF-8");
    } catch (IOException e) {
      throw new Unusable(file + ": cannot be read");
    }
    for (int number = 1; number <= lines.size(); number++) {
      String line = lines.get(number - 1).strip();
      if (line.isEmpty() || line.startsWith("#")) {
        continue;
      }
      String where = file + ":" + number;
      int equals = line.indexOf('=');
      if (equals < 0) {
        throw new Unusable(where + ": expected key = value");
      }
      String key = line.substring(0, equals).strip();
      Setting setting =
          Setting.named(key)
              .orElseThrow(() -> new Unusable(where + ": there is no setting '" + key + "'"));
      Given before = given.get(setting);
      if (before != null) {
        throw new Unusable(where + ": " + key + " was set before, at " + before.where());
      }
      given.put(setting, new Given(line.substring(equals + 1).strip(), where));
    }
  }

  private Config config(boolean testMode) {
    given.forEach(ConfigFile::checkCharacters);
    Config.Listen listen =
        new Config.Listen(text(Setting.BIND), number(Setting.PORT), items(Setting.TRUSTED_PROXIES));
    String url = text(Setting.PUBLIC_URL);
    return new Config(
        Config.Public.of(url.isEmpty() ? "http://localhost:" + listen.port() : url),
        listen,
        path(Setting.DATA),
        new Config.About(
            text(Setting.NAME),
            text(Setting.DESCRIPTION),
            text(Setting.CONTACT_EMAIL),
            text(Setting.CONTACT_ACCOUNT),
            items(Setting.LANGUAGES),
            lines(Setting.RULES)),
        choice(Setting.REGISTRATIONS, Config.Registrations.class),
        choice(Setting.INVITATIONS, Config.Inviting.class),
        new Config.Smtp(
            text(Setting.SMTP_HOST),
            number(Setting.SMTP_PORT),
            choice(Setting.SMTP_SECURITY, Config.Smtp.Security.class),
            text(Setting.SMTP_USER),
            file(Setting.SMTP_PASSWORD_FILE),
            text(Setting.MAIL_FROM)),
        number(Setting.STATUS_CHARACTERS_MAX),
        flag(Setting.SEARCH_SIGNED_OUT),
        file(Setting.CONVERSATIONS_KEY_FILE),
        flag(Setting.EXCERPTS_ENABLED),
        flag(Setting.LOG_ADDRESSES),
        Config.Metrics.of(text(Setting.METRICS_BIND)),
        testMode,
        places());
  }

  private Map<Setting, String> places() {
    Map<Setting, String> places = new EnumMap<>(Setting.class);
    given.forEach((setting, value) -> places.put(setting, value.where()));
    return places;
  }

  private static void checkCharacters(Setting setting, Given value) {
    if (value.value().chars().anyMatch(Character::isISOControl)) {
      throw new Config.Wrong(setting, "holds a control character");
    }
  }

  private String text(Setting setting) {
    Given value = given.get(setting);
    return value == null ? setting.defaultValue() : value.value();
  }

  /// In a locale without UTF-8 not every text is a path.
  private Path path(Setting setting) {
    try {
      return Path.of(text(setting)).toAbsolutePath().normalize();
    } catch (InvalidPathException e) {
      throw new Config.Wrong(setting, "is not a path: " + e.getReason());
    }
  }

  /// @return "" for none
  private String file(Setting setting) {
    return text(setting).isEmpty() ? "" : path(setting).toString();
  }

  private int number(Setting setting) {
    try {
      return Integer.parseInt(text(setting));
    } catch (NumberFormatException e) {
      throw new Config.Wrong(setting, "must be a whole number, is '" + text(setting) + "'");
    }
  }

  private boolean flag(Setting setting) {
    return switch (text(setting)) {
      case "yes", "true" -> true;
      case "no", "false" -> false;
      default -> throw new Config.Wrong(setting, "must be yes or no, is '" + text(setting) + "'");
    };
  }

  private List<String> items(Setting setting) {
    return Arrays.stream(text(setting).split(",", -1))
        .map(String::strip)
        .filter(s -> !s.isEmpty())
        .toList();
  }

  private List<String> lines(Setting setting) {
    String file = file(setting);
    if (file.isEmpty()) {
      return List.of();
    }
    try {
      return Files.readAllLines(Path.of(file)).stream()
          .map(String::strip)
          .filter(s -> !s.isEmpty())
          .toList();
    } catch (IOException e) {
      throw new Config.Wrong(setting, "names a file that cannot be read: " + file);
    }
  }

  private <E extends Enum<E>> E choice(Setting setting, Class<E> type) {
    List<String> words = new ArrayList<>();
    for (E value : type.getEnumConstants()) {
      String word = value.name().toLowerCase(Locale.ROOT);
      if (word.equals(text(setting))) {
        return value;
      }
      words.add(word);
    }
    throw new Config.Wrong(
        setting, "must be one of " + String.join(", ", words) + ", is '" + text(setting) + "'");
  }
}
