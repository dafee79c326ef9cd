package verbatim.server;

import static org.assertj.core.api.Assertions.assertThat;
import static verbatim.server.CommandLine.PASSWORD;
import static verbatim.server.CommandLine.create;
import static verbatim.server.CommandLine.serve;
import static verbatim.server.CommandLine.token;
import static verbatim.server.CommandLine.type;

import java.io.IOException;
import java.net.ServerSocket;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import verbatim.accounts.Handle;
import verbatim.accounts.Standing;

/// Whoever runs the server types commands, right and wrong ones, while it runs and while it does
/// not.
class TypingCommandsTest {
  @TempDir Path folder;

  @Test
  void words_that_mean_nothing_get_help_and_leave_no_trace() {
    Path data = folder.resolve("data");
    for (String words :
        List.of(
            "nonsense",
            "serve --prot 1",
            "serve --port",
            "demo --test-mode",
            "account",
            "account frobnicate anna",
            "account create anna",
            "account create anna --email a@example.org",
            "account create anna --password-stdin",
            "account create --email a@example.org --password-stdin",
            "account create anna --email a@example.org --password-stdin --role king",
            "account suspend",
            "account suspend anna bert",
            "account suspend anna --email a@example.org",
            "account suspend anna --password-stdin",
            "account suspend anna --force",
            "account warn anna",
            "account suspend anna --why",
            "account role anna admin --why because",
            "reports",
            "reports frobnicate 1",
            "reports list --why because",
            "status remove",
            "appeals accept",
            "audit anna",
            "rules add",
            "account role anna",
            "account role anna king",
            "account password anna",
            "backup",
            "backup a b",
            "backup --fast",
            "dead --retry --drop",
            "dead all",
            "recount anna",
            "recount --retry",
            "excerpt",
            "excerpt frobnicate",
            "excerpt verify",
            "excerpt verify a b",
            "excerpt keys",
            "restore",
            "restore a b",
            "routes all")) {
      CommandLine.Said said =
          type(
              PASSWORD,
              typed(
                  words,
                  words.matches(
                          "(account|backup|dead|recount|reports|status|appeals|audit|rules).*")
                      ? data
                      : null));
      assertThat(said.exit()).as(words).isEqualTo(2);
      assertThat(said.err())
          .as(words)
          .startsWith(words.startsWith("restore") ? "usage:" : "verbatim: ")
          .contains("usage:");
      assertThat(said.out()).as(words).isEmpty();
      if (words.startsWith("serve") || words.equals("nonsense")) {
        assertThat(said.err().lines()).as(words).hasSize(2);
      }
    }
    assertThat(data).doesNotExist();
  }

  private static List<String> typed(String words, @org.jspecify.annotations.Nullable Path data) {
    List<String> all = new java.util.ArrayList<>(List.of(words.split(" ")));
    if (data != null) {
      all.addAll(List.of("--data", data.toString()));
    }
    return all;
  }

  @Test
  void help_is_what_the_launcher_prints() throws IOException {
    assertThat(type("help").out())
        .isEqualTo(Files.readString(Path.of("src/main/resources/help.txt")));
    assertThat(type("help").exit()).isZero();
    assertThat(type("version").out()).startsWith("verbatim ");
  }

  @Test
  void an_excerpt_is_checked_without_a_server() throws IOException {
    Path file = Files.writeString(folder.resolve("excerpt.json"), "{\"v\":\"sx2\"}");
    CommandLine.Said said = type("excerpt", "verify", file.toString());
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.out()).isEqualTo("unknown format\n");
    Files.writeString(file, "{\"v\":\"sx1\"}");
    assertThat(type("excerpt", "verify", file.toString()).exit()).isEqualTo(1);
    assertThat(type("excerpt", "verify", "https://127.0.0.1:1/x"))
        .matches(none -> none.exit() == 2 && none.err().contains("no public address"));
  }

  @Test
  void a_slip_in_the_folder_makes_no_new_server() {
    Path slip = folder.resolve("dtaa");
    CommandLine.Said said = type("account", "suspend", "anna", "--data", slip.toString());
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("no server's data").contains("dtaa");
    assertThat(slip).doesNotExist();
  }

  @Test
  void commands_work_on_a_stopped_server() {
    Path data = folder.resolve("data");
    assertThat(create(data, "anna").out()).contains("@anna can sign in");
    assertThat(create(data, "anna"))
        .matches(said -> said.exit() == 1 && said.err().contains("taken"));
    assertThat(account(data, "approve", "anna").err()).contains("does not wait");
    assertThat(account(data, "unsuspend", "anna").err()).contains("is not suspended");
    assertThat(account(data, "suspend", "@anna").out()).contains("is suspended");
    assertThat(account(data, "unsuspend", "anna").out()).contains("is active again");
    assertThat(account(data, "role", "anna", "moderator").out()).contains("is now moderator");
    assertThat(account(data, "reset-2fa", "anna").exit()).isZero();
    assertThat(account(data, "suspend", "nobody"))
        .matches(said -> said.exit() == 1 && said.err().contains("no account @nobody"));
    assertThat(type("recount", "--data", data.toString()).out())
        .contains("for 1 account; all were right");
    assertThat(type("dead", "--data", data.toString()).out()).contains("Nothing failed for good");
    assertThat(account(data, "delete", "anna").out())
        .contains("is deleted")
        .contains("Everything of it is erased");
    assertThat(account(data, "delete", "anna").out()).contains("in an hour");
    assertThat(account(data, "unsuspend", "anna").err()).contains("no account @anna");
    assertThat(create(data, "anna").exit()).as("the name stays reserved").isEqualTo(1);
  }

  @Test
  void a_new_account_needs_a_sound_name_address_and_password() {
    Path data = folder.resolve("data");
    assertThat(type("short\n", createWords(data, "anna", "anna@example.org")))
        .matches(said -> said.exit() == 1 && said.out().isEmpty());
    assertThat(type("", createWords(data, "anna", "anna@example.org")).exit()).isEqualTo(2);
    assertThat(type("x".repeat(9_999), createWords(data, "anna", "anna@example.org")).exit())
        .isEqualTo(1);
    assertThat(type(PASSWORD, createWords(data, "An na", "anna@example.org")).exit()).isEqualTo(1);
    assertThat(type(PASSWORD, createWords(data, "anna", "nowhere")).exit()).isEqualTo(1);
    assertThat(account(data, "suspend", "anna").err()).contains("no account @anna");
  }

  private static List<String> createWords(Path data, String name, String email) {
    return List.of(
        "account", "create", name, "--email", email, "--password-stdin", "--data", data.toString());
  }

  @Test
  void commands_reach_a_running_server_and_act_at_once() throws Exception {
    Path data = folder.resolve("data");
    try (Server server = serve(data);
        Wire wire = new Wire(server.port())) {
      assertThat(create(data, "anna").exit()).isZero();
      String token = token(wire, "anna", PASSWORD);
      assertThat(me(wire, token).json().get("role").get("name").asString()).isEmpty();
      assertThat(account(data, "role", "anna", "admin").out()).contains("is now admin");
      assertThat(me(wire, token).json().get("role").get("name").asString())
          .isEqualToIgnoringCase("admin");

      CommandLine.Said changed =
          type(
              " blanks count \r\n",
              List.of(
                  "account", "password", "anna", "--password-stdin", "--data", data.toString()));
      assertThat(changed.out()).contains("has a new password");
      assertThat(me(wire, token).status()).as("the sessions of before").isEqualTo(401);
      assertThat(token(wire, "anna", PASSWORD)).isEmpty();
      assertThat(token(wire, "anna", "blanks count")).isEmpty();
      token = token(wire, "anna", " blanks count ");
      assertThat(me(wire, token).status()).isEqualTo(200);

      assertThat(account(data, "suspend", "anna").exit()).isZero();
      assertThat(me(wire, token).status()).isIn(401, 403);
      assertThat(token(wire, "anna", " blanks count ")).isEmpty();
      assertThat(account(data, "unsuspend", "anna").exit()).isZero();
      assertThat(me(wire, token).status()).as("an ended session stays ended").isEqualTo(401);
      assertThat(me(wire, token(wire, "anna", " blanks count ")).status()).isEqualTo(200);
      assertThat(account(data, "delete", "anna").exit()).isZero();
      assertThat(token(wire, "anna", " blanks count ")).isEmpty();
    }
  }

  @Test
  void a_new_account_has_the_role_that_was_typed() throws Exception {
    Path data = folder.resolve("data");
    List<String> roles = List.of("owner", "admin", "moderator", "user");
    for (String role : roles) {
      createsWithRole(data, "stopped_" + role, role);
    }
    try (Server server = serve(data)) {
      for (String role : roles) {
        createsWithRole(data, "running_" + role, role);
      }
      for (String role : roles) {
        for (String name : List.of("stopped_" + role, "running_" + role)) {
          assertThat(standing(server, name).role().name()).as(name).isEqualToIgnoringCase(role);
        }
      }
    }
  }

  private static void createsWithRole(Path data, String name, String role) {
    List<String> words = new java.util.ArrayList<>(createWords(data, name, name + "@example.org"));
    words.addAll(List.of("--role", role));
    CommandLine.Said said = type(PASSWORD, words);
    assertThat(said.err()).isEmpty();
    assertThat(said.exit()).as(name).isZero();
  }

  private static Standing standing(Server server, String name) {
    return server.content.accounts.find(Handle.here(name)).orElseThrow().standing();
  }

  @Test
  void who_waits_for_approval_may_act_once_approved() throws Exception {
    Path data = folder.resolve("data");
    java.util.Map<Setting, String> approval = java.util.Map.of(Setting.REGISTRATIONS, "approval");
    try (Server server = Server.open(CommandLine.config(data, true, approval))) {
      server.serve();
      try (Wire wire = new Wire(server.port())) {
        var app =
            wire.post(
                    "/api/v1/apps",
                    "",
                    java.util.Map.of(
                        "client_name",
                        "t",
                        "redirect_uris",
                        "urn:ietf:wg:oauth:2.0:oob",
                        "scopes",
                        "read write"))
                .json();
        String appToken =
            wire.post(
                    "/oauth/token",
                    "",
                    java.util.Map.of(
                        "grant_type",
                        "client_credentials",
                        "client_id",
                        app.get("client_id").asString(),
                        "client_secret",
                        app.get("client_secret").asString(),
                        "scope",
                        "read write"))
                .json()
                .get("access_token")
                .asString();
        Wire.Reply joined =
            wire.post(
                "/api/v1/accounts",
                appToken,
                java.util.Map.of(
                    "username",
                    "bert",
                    "email",
                    "bert@example.org",
                    "password",
                    PASSWORD,
                    "agreement",
                    true,
                    "locale",
                    "en",
                    "reason",
                    "to talk"));
        assertThat(joined.status()).isEqualTo(200);
        String token = joined.json().get("access_token").asString();
        assertThat(me(wire, token).status()).isEqualTo(403);
        assertThat(account(data, "unsuspend", "bert").err())
            .as("no way around")
            .contains("is not suspended");
        assertThat(account(data, "suspend", "bert").exit()).isZero();
        assertThat(account(data, "unsuspend", "bert").out())
            .as("no way around either")
            .contains("still waits for approval");
        assertThat(me(wire, token(wire, "bert", PASSWORD)).status()).isNotEqualTo(200);
        assertThat(account(data, "approve", "bert").out()).contains("is approved");
        token = token(wire, "bert", PASSWORD);
        assertThat(me(wire, token).status()).isEqualTo(200);
        assertThat(me(wire, token).json().get("role").get("name").asString())
            .as("nobody becomes owner by coming first")
            .isEmpty();
      }
    }
  }

  private static Wire.Reply me(Wire wire, String token) throws IOException {
    return wire.get("/api/v1/accounts/verify_credentials", token);
  }

  private static CommandLine.Said account(Path data, String... words) {
    List<String> all = new java.util.ArrayList<>(List.of("account"));
    all.addAll(List.of(words));
    all.addAll(List.of("--data", data.toString()));
    return type("", all);
  }

  @Test
  void folder_and_socket_are_for_their_owner_alone() throws Exception {
    Path data = folder.resolve("data");
    try (Server server = serve(data)) {
      assertThat(server.port()).isPositive();
      assertThat(mode(data)).isEqualTo("rwx------");
      assertThat(mode(data.resolve("store"))).isEqualTo("rwx------");
      assertThat(mode(data.resolve("media"))).isEqualTo("rwx------");
      assertThat(mode(data.resolve("control"))).isEqualTo("rw-------");
      assertThat(mode(data.resolve("lock"))).isEqualTo("rw-------");
    }
    assertThat(data.resolve("control")).doesNotExist();
  }

  private static String mode(Path path) throws IOException {
    return PosixFilePermissions.toString(Files.getPosixFilePermissions(path));
  }

  @Test
  void a_socket_that_a_killed_server_left_is_in_nobodys_way() throws Exception {
    Path data = folder.resolve("data");
    assertThat(create(data, "anna").exit()).isZero();
    try (ServerSocketChannel left = ServerSocketChannel.open(StandardProtocolFamily.UNIX)) {
      left.bind(UnixDomainSocketAddress.of(data.resolve("control")));
    }
    assertThat(data.resolve("control")).exists();
    assertThat(account(data, "suspend", "anna").exit()).isZero();
    try (Server server = serve(data)) {
      assertThat(server.port()).isPositive();
      assertThat(account(data, "unsuspend", "anna").exit()).isZero();
    }
  }

  @Test
  void a_folder_may_lie_deeper_than_a_socket_can() throws Exception {
    Path data = folder.resolve("d".repeat(60)).resolve("e".repeat(60));
    Path socket;
    try (Server server = serve(data)) {
      assertThat(server.port()).isPositive();
      assertThat(create(data, "anna").exit()).isZero();
      socket = Path.of(Files.readString(data.resolve("control.path")));
      assertThat(mode(socket)).isEqualTo("rw-------");
      assertThat(mode(socket.getParent())).isEqualTo("rwx------");
    }
    assertThat(socket.getParent()).doesNotExist();
    assertThat(data.resolve("control.path")).doesNotExist();
    assertThat(account(data, "suspend", "anna").out()).contains("is suspended");
  }

  @Test
  void two_servers_do_not_share_a_folder() throws Exception {
    Path data = folder.resolve("data");
    try (Server server = serve(data)) {
      CommandLine.Said second = type("serve", "--port", "0", "--data", data.toString());
      assertThat(second.exit()).isEqualTo(1);
      assertThat(second.err()).contains("another Verbatim is using").hasLineCount(1);
      assertThat(type("restore", folder.toString(), "--data", data.toString()).exit()).isEqualTo(1);
      assertThat(create(data, "anna").exit()).as("the first goes on").isZero();
      assertThat(server.port()).isPositive();
    }
  }

  @Test
  void what_stops_a_start_is_said_in_one_line() throws Exception {
    Path data = folder.resolve("data");
    try (ServerSocket taken = new ServerSocket(0, 1, java.net.InetAddress.getLoopbackAddress())) {
      CommandLine.Said said =
          type(
              "serve", "--port", Integer.toString(taken.getLocalPort()), "--data", data.toString());
      assertThat(said.exit()).isEqualTo(1);
      assertThat(said.err())
          .contains("cannot listen on")
          .contains(Integer.toString(taken.getLocalPort()))
          .hasLineCount(1);
    }
    Path file = Files.writeString(folder.resolve("file"), "x");
    CommandLine.Said onFile =
        type("serve", "--port", "0", "--data", file.resolve("data").toString());
    assertThat(onFile.exit()).isEqualTo(1);
    assertThat(onFile.err()).contains(file.toString()).hasLineCount(1);
    CommandLine.Said readOnly = type("serve", "--port", "0", "--data", "/proc/verbatim");
    assertThat(readOnly.exit()).isEqualTo(1);
    assertThat(readOnly.err()).contains("/proc/verbatim").hasLineCount(1);
  }

  @Test
  void settings_that_cannot_be_used_are_named_with_their_line() throws IOException {
    Path settings = Files.writeString(folder.resolve("my.conf"), "name = x\nport = many\n");
    CommandLine.Said said =
        type("serve", "--config", settings.toString(), "--data", folder.resolve("data").toString());
    assertThat(said.exit()).isEqualTo(2);
    assertThat(said.err()).contains("my.conf:2").contains("port").hasLineCount(1);
    assertThat(type("serve", "--port", "70000").err()).contains("command line").contains("70000");
    assertThat(type("serve", "--config", folder.resolve("none.conf").toString()))
        .matches(none -> none.exit() == 2 && none.err().contains("none.conf"));
    assertThat(folder.resolve("data")).doesNotExist();
  }

  @Test
  @Timeout(400) // a server that starts all the same would run for ever
  void a_setting_that_proves_wrong_beside_the_data_is_named_with_its_line_too() throws Exception {
    Path data = folder.resolve("data");
    Path keys = Files.writeString(folder.resolve("keys"), "0a".repeat(32) + "\n");
    Path settings = folder.resolve("my.conf");
    Files.writeString(
        settings, "data = " + data + "\nport = 0\nconversations-key-file = " + keys + "\n");
    String config = settings.toString();
    var sealed = java.util.Map.of(Setting.CONVERSATIONS_KEY_FILE, keys.toString());
    try (Server server = Server.open(CommandLine.config(data, true, sealed))) {
      assertThat(server.content.keys.server()).as("something that is sealed").isNotNull();
    }

    Files.writeString(keys, "0b".repeat(32) + "\n");
    for (String command : List.of("serve", "recount")) {
      CommandLine.Said lost = type(command, "--config", config);
      assertThat(lost.exit()).as(lost.err()).isEqualTo(2);
      assertThat(lost.err())
          .startsWith("verbatim: " + settings + ":3: conversations-key-file is not enough: ")
          .hasLineCount(1);
    }
    Files.writeString(keys, "no key\n");
    assertThat(type("serve", "--config", config).err())
        .startsWith("verbatim: " + settings + ":3: conversations-key-file names a file in which")
        .hasLineCount(1);
    Files.writeString(settings, "data = " + data + "\nport = 0\n");
    CommandLine.Said none = type("serve", "--config", config);
    assertThat(none.exit()).isEqualTo(2);
    assertThat(none.err())
        .startsWith("verbatim: default: conversations-key-file is not set, but ")
        .hasLineCount(1);
    Files.writeString(keys, "0a".repeat(32) + "\n");
    Files.writeString(
        settings,
        "data = " + data + "\nconversations-key-file = " + keys + "\nsmtp-host = localhost\n");
    assertThat(type("recount", "--config", config))
        .matches(said -> said.exit() == 2)
        .matches(said -> said.err().contains("mail-from is not a mail address: verbatim@localh"));
    Files.writeString(
        settings, "data = " + data + "\nport = 0\nconversations-key-file = " + keys + "\n");
    assertThat(type("recount", "--config", config).exit()).as("with all right again").isZero();
  }

  @Test
  @Timeout(400)
  void a_store_that_cannot_be_opened_is_told_in_one_line_with_the_reason() throws IOException {
    Path data = folder.resolve("data");
    assertThat(create(data, "anna").exit()).isZero();
    Files.writeString(data.resolve("store").resolve("CURRENT"), "nonsense");
    CommandLine.Said said = type("serve", "--port", "0", "--data", data.toString());
    assertThat(said.exit()).as("to try again does not help").isEqualTo(2);
    assertThat(said.err())
        .startsWith("verbatim: the store in " + data.resolve("store") + " is damaged: ")
        .contains("CURRENT", "restore a backup")
        .hasLineCount(1);
  }

  /// What root wrote into the server's folder the server could not read afterwards.
  @Test
  @Timeout(400)
  void a_folder_of_another_user_is_not_touched_by_root_either() throws IOException {
    Path backup = folder.resolve("backup");
    Path ours = folder.resolve("ours");
    assertThat(create(ours, "anna").exit()).isZero();
    assertThat(type("backup", backup.toString(), "--data", ours.toString()).exit()).isZero();

    Path theirs = folder.resolve("theirs");
    Files.createDirectory(theirs);
    String owner = "nobody";
    try {
      Files.setOwner(
          theirs,
          theirs.getFileSystem().getUserPrincipalLookupService().lookupPrincipalByName(owner));
    } catch (java.nio.file.FileSystemException | SecurityException e) {
      theirs = Path.of("/usr"); // whoever runs this test is not root
      owner = "root";
    }
    List<String> before = names(theirs);
    for (String words :
        List.of("serve --port 0", "recount", "dead", "demo --port 0", "restore " + backup)) {
      List<String> typed = new java.util.ArrayList<>(List.of(words.split(" ")));
      typed.addAll(List.of("--data", theirs.toString()));
      refusedTo(owner, theirs, type("", typed));
    }
    refusedTo(owner, theirs, create(theirs, "bert"));
    assertThat(names(theirs)).isEqualTo(before);
  }

  private static void refusedTo(String owner, Path folder, CommandLine.Said said) {
    assertThat(said.err())
        .isEqualTo(
            "verbatim: %s belongs to %s; type this as that user (sudo -u %s ./verbatim …)\n"
                .formatted(folder, owner, owner));
    assertThat(said.exit()).isEqualTo(2);
  }

  private static List<String> names(Path folder) throws IOException {
    try (var entries = Files.list(folder)) {
      return entries.map(Path::toString).sorted().toList();
    }
  }

  @Test
  void a_demo_town_is_never_built_over_somebodys_data() throws IOException {
    Path data = folder.resolve("data");
    assertThat(create(data, "anna").exit()).isZero();
    CommandLine.Said said = type("demo", "--port", "0", "--data", data.toString());
    assertThat(said.exit()).isEqualTo(1);
    assertThat(said.err()).contains("not a demo town");
    assertThat(account(data, "suspend", "anna").exit()).as("she is still there").isZero();
  }

  @Test
  void every_route_is_listed_with_access_and_place() {
    CommandLine.Said said = type("routes");
    assertThat(said.exit()).isZero();
    assertThat(said.out())
        .containsPattern("POST +/api/v1/statuses +user write:statuses +StatusRoutes.java:\\d+");
  }
}
