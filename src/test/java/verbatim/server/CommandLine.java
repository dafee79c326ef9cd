package verbatim.server;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/// The command line, typed in this process; and a server to type it at.
final class CommandLine {
  static final String PASSWORD = "a long test password";

  private CommandLine() {}

  record Said(int exit, String out, String err) {}

  static Said type(String... words) {
    return type("", List.of(words));
  }

  static Said type(String input, List<String> words) {
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    Main main =
        new Main(
            Map.of(),
            new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
            new PrintWriter(out, true),
            new PrintWriter(err, true));
    int exit = main.run(List.of(words.toArray(String[]::new)));
    return new Said(exit, out.toString(), err.toString());
  }

  static Said create(Path data, String name) {
    return type(
        PASSWORD + "\n",
        List.of(
            "account",
            "create",
            name,
            "--email",
            name + "@example.org",
            "--password-stdin",
            "--data",
            data.toString()));
  }

  static Config config(Path data, boolean testMode, Map<Setting, String> more) throws Exception {
    Map<Setting, String> given = new EnumMap<>(Setting.class);
    given.put(Setting.DATA, data.toString());
    given.put(Setting.PORT, "0");
    given.putAll(more);
    return ConfigFile.read(Path.of("no-settings-file"), false, Map.of(), given, testMode);
  }

  /// A server that answers, in test mode, on a free port.
  static Server serve(Path data) throws Exception {
    Server server = Server.open(config(data, true, Map.of()));
    server.serve();
    return server;
  }

  /// A token of somebody who signs in with his password, as only test mode allows; "" when he may
  /// not.
  static String token(Wire wire, String name, String password) throws IOException {
    var app =
        wire.post(
                "/api/v1/apps",
                "",
                Map.of(
                    "client_name",
                    "test",
                    "redirect_uris",
                    "urn:ietf:wg:oauth:2.0:oob",
                    "scopes",
                    "read write follow"))
            .json();
    Wire.Reply reply =
        wire.post(
            "/oauth/token",
            "",
            Map.of(
                "grant_type",
                "password",
                "client_id",
                app.get("client_id").asString(),
                "client_secret",
                app.get("client_secret").asString(),
                "username",
                name + "@example.org",
                "password",
                password,
                "scope",
                "read write follow"));
    return reply.status() == 200 ? reply.json().get("access_token").asString() : "";
  }
}
