package verbatim.mail;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/// A mail server that takes everything, or answers every recipient with one line. Keeps what it was
/// told.
public final class SmtpSink implements AutoCloseable {
  private final ServerSocket socket = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
  private final String toRecipients;
  private final String toPasswords;
  private final List<String> commands = new CopyOnWriteArrayList<>();
  private final List<String> data = new CopyOnWriteArrayList<>();

  public SmtpSink(String toRecipients) throws IOException {
    this(toRecipients, "235 come in");
  }

  /// @param toPasswords what it says to whoever signs in
  public SmtpSink(String toRecipients, String toPasswords) throws IOException {
    this.toRecipients = toRecipients;
    this.toPasswords = toPasswords;
    Thread.ofVirtual().start(this::serve);
  }

  public int port() {
    return socket.getLocalPort();
  }

  public List<String> commands() {
    return commands;
  }

  /// All lines of all letters.
  public String data() {
    return String.join("\n", data);
  }

  private void serve() {
    try {
      while (true) {
        try (Socket client = socket.accept()) {
          talk(client);
        }
      }
    } catch (IOException closed) {
      // The test is over.
    }
  }

  private void talk(Socket client) throws IOException {
    var in =
        new BufferedReader(
            new InputStreamReader(client.getInputStream(), StandardCharsets.ISO_8859_1));
    say(client, "220 sink");
    boolean inData = false;
    for (String line = in.readLine(); line != null; line = in.readLine()) {
      if (inData) {
        inData = !line.equals(".");
        if (inData) {
          data.add(line);
        } else {
          say(client, "250 taken");
        }
      } else {
        commands.add(line);
        inData = line.equals("DATA");
        say(client, answer(line));
      }
    }
  }

  private String answer(String line) {
    if (line.startsWith("RCPT")) {
      return toRecipients;
    }
    if (line.startsWith("EHLO")) {
      return "250-sink\r\n250 AUTH PLAIN";
    }
    if (line.startsWith("AUTH")) {
      return toPasswords;
    }
    return line.equals("DATA") ? "354 go on" : "250 ok";
  }

  private static void say(Socket client, String line) throws IOException {
    OutputStream out = client.getOutputStream();
    out.write((line + "\r\n").getBytes(StandardCharsets.US_ASCII));
    out.flush();
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
