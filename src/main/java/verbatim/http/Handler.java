package verbatim.http;

import java.io.IOException;

/// What a route does. A "no" is thrown as [verbatim.kernel.Refused].
@FunctionalInterface
public interface Handler {
  Answer answer(Request request) throws IOException, InterruptedException;
}
