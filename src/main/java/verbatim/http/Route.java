package verbatim.http;

import java.util.List;
import java.util.Set;

/// One line of the route table: `Route.get("/api/v1/statuses/:id", Access.optional(READ_STATUSES),
/// this::show, "a status")`. A variable (`:id`, `@:acct`) stands for the rest of its segment.
///
/// @param accepts media types of `Accept` that choose this route over another one of the same path;
///     empty for any
/// @param bodyBytesMax larger bodies are 413 before they are read
/// @param formBytesMax the same of JSON and forms, which are read into memory whole
/// @param bucket the rate limit that is counted besides the general one
/// @param line where it is declared: `StatusRoutes.java:41`
public record Route(
    Method method,
    String path,
    Access access,
    Handler handler,
    String name,
    Set<String> accepts,
    long bodyBytesMax,
    long formBytesMax,
    RateLimits.Bucket bucket,
    String line) {
  /// For a route whose body may have the usual size (`Limits.Http.bodyBytesMax`).
  static final long USUAL = -1;

  public static Route get(String path, Access access, Handler handler, String name) {
    return of(Method.GET, path, access, handler, name);
  }

  public static Route post(String path, Access access, Handler handler, String name) {
    return of(Method.POST, path, access, handler, name);
  }

  public static Route put(String path, Access access, Handler handler, String name) {
    return of(Method.PUT, path, access, handler, name);
  }

  public static Route patch(String path, Access access, Handler handler, String name) {
    return of(Method.PATCH, path, access, handler, name);
  }

  public static Route delete(String path, Access access, Handler handler, String name) {
    return of(Method.DELETE, path, access, handler, name);
  }

  /// Two routes for what some clients say PUT to where it says PATCH.
  public static List<Route> patchOrPut(String path, Access access, Handler handler, String name) {
    return List.of(
        of(Method.PATCH, path, access, handler, name), of(Method.PUT, path, access, handler, name));
  }

  private static Route of(Method method, String path, Access access, Handler handler, String name) {
    return new Route(
        method,
        path,
        access,
        handler,
        name,
        Set.of(),
        USUAL,
        USUAL,
        RateLimits.Bucket.REQUESTS,
        caller());
  }

  /// Chosen only when `Accept` names one of these media types.
  public Route accepting(String... mediaTypes) {
    return with(Set.of(mediaTypes), bodyBytesMax, formBytesMax, bucket);
  }

  /// Takes files: multipart bodies up to this size. JSON and forms stay as small as elsewhere.
  public Route uploads(long bytesMax) {
    return with(accepts, bytesMax, formBytesMax, bucket);
  }

  /// Takes long texts: forms up to this size, too, which come to lie in memory.
  public Route takesTexts(long bytesMax) {
    return with(accepts, Math.max(bodyBytesMax, bytesMax), bytesMax, bucket);
  }

  public Route limited(RateLimits.Bucket by) {
    return with(accepts, bodyBytesMax, formBytesMax, by);
  }

  private Route with(
      Set<String> accepted, long bodyBytes, long formBytes, RateLimits.Bucket counted) {
    return new Route(
        method, path, access, handler, name, accepted, bodyBytes, formBytes, counted, line);
  }

  private static String caller() {
    return StackWalker.getInstance()
        .walk(
            frames ->
                frames
                    .filter(f -> !f.getClassName().equals(Route.class.getName()))
                    .findFirst()
                    .map(f -> f.getFileName() + ":" + f.getLineNumber())
                    .orElse(""));
  }
}
