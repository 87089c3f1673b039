package io.castellan.compat.harness;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.net.MalformedURLException;
import java.net.URL;
import java.nio.file.Path;
import java.security.Permission;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;

/**
 * The main class of a JVM that runs stock tools on request, one at a time.
 *
 * <p>Requests come on its standard input and answers leave on its standard output, in the form that
 * {@link ToolRequest} and {@link ToolRun} write. Its one argument is the class path of the release.
 * The end of the input ends it.
 */
final class ToolHost {
  private ToolHost() {}

  /** Serves until standard input ends. */
  public static void main(String[] args) throws IOException {
    DataInputStream requests = new DataInputStream(System.in);
    DataOutputStream answers = new DataOutputStream(System.out);
    URL[] jars = urls(args[0]);
    PrintStream out = StreamRouter.install(System.err);
    trapExit();
    Properties properties = (Properties) System.getProperties().clone();
    while (requests.read() == ToolRequest.MARK) {
      ToolRequest request = ToolRequest.read(requests);
      Invocation invocation = new Invocation(request, jars);
      ToolRun run = invocation.run();
      out.flush();
      System.setProperties((Properties) properties.clone());
      run.write(answers);
      answers.flush();
    }
    Runtime.getRuntime().halt(0);
  }

  private static URL[] urls(String classPath) throws MalformedURLException {
    List<URL> urls = new ArrayList<>();
    for (String element : classPath.split(File.pathSeparator, -1)) {
      urls.add(Path.of(element).toUri().toURL());
    }
    return urls.toArray(URL[]::new);
  }

  // The security manager is deprecated for removal, and gone in JDK 24: ToolRunner starts a JVM per
  // tool there.
  @SuppressWarnings("removal")
  private static void trapExit() {
    System.setSecurityManager(
        new SecurityManager() {
          @Override
          public void checkExit(int status) {
            Invocation invocation = Invocation.current();
            if (invocation != null) {
              invocation.exit(status);
            }
          }

          @Override
          public void checkPermission(Permission permission) {}

          @Override
          public void checkPermission(Permission permission, Object context) {}
        });
  }
}
